/** What operators do to runs, through the API and the workflow. `PARLEY_RECORD=1` writes the histories that CI replays. */
import { isDeepStrictEqual } from 'node:util';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FlowJob } from '../core/api/flow-jobs.ts';
import type { FlowRun } from '../core/api/schemas.ts';
import { edgesFrom, sampleNode } from '../core/flow/samples/build.ts';
import { startStack, type Stack } from '../local/testing/stack.ts';
import { startLocalServer, type LocalServer } from '../platform/http/testing/local-server.ts';
import { demo } from '../platform/seed/demo.ts';
import { apiClient, type ApiClient } from './api-client.ts';
import { person } from './person.ts';
import { readHistory } from './workflow-history.ts';
import { temporalClient } from './temporal-client.ts';

let stack: Stack;
let api: ApiClient;
let client: Client;
let service: LocalServer;
let enrolFlowId: string;
let serial = 0;

beforeAll(async () => {
  service = await startLocalServer();
  stack = await startStack({ env: { worker: { HTTP_ALLOWED_PRIVATE_HOSTS: service.host } } });
  api = apiClient(stack);
  client = await temporalClient(stack);
  await api.publish('Looks up', {
    nodes: {
      start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'look up' }] }),
      call: sampleNode('http-request', 0, 0, {
        method: 'GET',
        url: `${service.url}/`,
        query: [],
        headers: [],
        body: { kind: 'none' },
        timeoutMs: 5_000,
        attempts: 3,
        response: [{ path: 'city', variable: 'city', type: 'text' }],
      }),
      tell: sampleNode('send-text', 0, 0, { text: 'You are in {{ answers.city }}.' }),
      sorry: sampleNode('send-text', 0, 0, { text: 'Nobody knows where you are.' }),
    },
    edges: edgesFrom([
      ['start', 'next', 'call'],
      ['call', 'success', 'tell'],
      ['call', 'error', 'sorry'],
      ['call', 'timeout', 'sorry'],
    ]),
    variables: { city: { type: 'text' } },
  });
  enrolFlowId = await api.publish('Enrolled', {
    nodes: {
      start: sampleNode('manual-trigger', 0, 0, {}),
      wait: sampleNode('delay', 0, 0, { mode: 'duration', durationMs: 86_400_000 }),
      end: sampleNode('exit', 0, 0, { outcome: 'completed', reason: 'Done' }),
    },
    edges: edgesFrom([
      ['start', 'next', 'wait'],
      ['wait', 'next', 'end'],
    ]),
  });
});
beforeEach(() => stack.simulator.removeFaults());
afterAll(async () => {
  await stack?.stop();
  await service?.stop();
});

describe('a run that is paused', () => {
  it('keeps what arrives and goes on with it when it is resumed', async () => {
    const { someone, name } = newPerson();
    await someone.says('hi');
    await someone.gets(`Hi ${name}!`);
    const { id } = await runOf(name);
    const paused = await api.post<FlowRun>(`/flow-runs/${id}/pause`);
    expect(paused).toMatchObject({ status: 200, body: { status: 'waiting' } });
    expect(paused.body.pausedAt).not.toBeNull();
    expect(await viewOf(id)).toMatchObject({ stage: 'paused' });
    await someone.presses('book');
    await stack.waitFor(() => eventCount(id, 2));
    await stack.waitFor(async () => ((await viewOf(id)).turn as number) >= 3);
    expect(await someone.received()).toHaveLength(1);

    const resumed = await api.post<FlowRun>(`/flow-runs/${id}/resume`);
    expect(resumed).toMatchObject({ status: 200, body: { pausedAt: null } });
    await someone.gets('What is your name?');
  });
});

describe('a run whose step failed', () => {
  it('is found by its error, tries again when it is told to, and tells both in its history', async () => {
    const { someone, name } = newPerson();
    const { id, workflowId } = await failedRun(someone.number, name);
    const found = await api.get<{ items: FlowRun[] }>('/flow-runs?status=needsAttention&error=131026');
    expect(found.body.items.map((run) => run.id)).toContain(id);
    await untilShown(workflowId, { Stage: ['needsAttention'], LastError: ['131026'] });

    // Still failing: it is asked again, and again needs somebody.
    expect(await api.post<FlowRun>(`/flow-runs/${id}/retry`)).toMatchObject({
      status: 200,
      body: { status: 'needsAttention', error: '131026' },
    });
    await stack.simulator.removeFaults();
    expect(await api.post<FlowRun>(`/flow-runs/${id}/retry`)).toMatchObject({
      status: 200,
      body: { status: 'waiting', error: null },
    });
    await someone.gets(`Hi ${name}!`);
    await untilShown(workflowId, { Stage: ['waitingForReply'], LastError: [null] });
    await api.post(`/flow-runs/${id}/pause`);
    await api.post(`/flow-runs/${id}/resume`);
    await api.post(`/flow-runs/${id}/exit`);
    await record('flow-run-steered', workflowId);
  });

  it('goes on behind the step when that is skipped', async () => {
    const { someone, name } = newPerson();
    const { id, workflowId } = await failedRun(someone.number, name);
    await stack.simulator.removeFaults();
    const skipped = await api.post<FlowRun>(`/flow-runs/${id}/skip`);
    expect(skipped.status).toBe(200);
    expect(skipped.body.status).not.toBe('needsAttention');
    if (skipped.body.endedAt === null) await api.post(`/flow-runs/${id}/exit`);
    await record('flow-run-skipped', workflowId);
  });
});

describe('a command', () => {
  it('is done once when it comes twice with one key', async () => {
    const { someone, name } = newPerson();
    const { id } = await failedRun(someone.number, name);
    const key = `retry-${id}`;
    const [first, second] = [
      await api.post(`/flow-runs/${id}/retry`, undefined, key),
      await api.post(`/flow-runs/${id}/retry`, undefined, key),
    ];
    expect(second).toEqual(first);
    const [count] = await stack.sql`
      select count(*)::int as n from private.run_events where run_id = ${id} and kind = 'decision'`;
    expect(count!.n).toBe(1);
  });

  it('is refused with a code when it makes no sense', async () => {
    const { someone, name } = newPerson();
    await someone.says('hi');
    await someone.gets(`Hi ${name}!`);
    const { id } = await runOf(name);
    const notWaiting = { status: 409, body: { code: 'run_not_waiting' } };
    expect(await api.post(`/flow-runs/${id}/retry`)).toMatchObject(notWaiting);
    expect(await api.post(`/flow-runs/${id}/skip`)).toMatchObject(notWaiting);
    expect(await api.post<FlowRun>(`/flow-runs/${id}/exit`)).toMatchObject({
      status: 200,
      body: { status: 'exited', outcome: 'stopped_by_operator' },
    });
    for (const command of ['pause', 'resume', 'exit', 'retry', 'skip']) {
      const answer = await api.post(`/flow-runs/${id}/${command}`);
      expect(answer).toMatchObject({ status: 409, body: { code: 'run_ended' } });
    }
  });
});

describe('a call that a run asks for', () => {
  it('is made beside the run and its result used', async () => {
    answers(200);
    const { someone, name } = newPerson();
    await someone.says('look up');
    await someone.gets('You are in Oslo.');
    const { workflowId } = await runOf(name);
    await client.workflow.getHandle(workflowId).result();
    await record('flow-run-call', workflowId);
  });

  it('waits between its attempts as long as it says, and then goes the other way', async () => {
    answers(503);
    const { someone, name } = newPerson();
    await someone.says('look up');
    await someone.gets('Nobody knows where you are.');
    const { id } = await runOf(name);
    const [call] = await stack.sql`select attempt, status from private.flow_calls where run_id = ${id}`;
    expect(call!.attempt).toBe(3);
  });
});

describe('two replies in the same second', () => {
  it('are both taken, in their order, also while the run is between two steps', async () => {
    const { someone, name } = newPerson();
    await someone.says('hi');
    await someone.gets(`Hi ${name}!`);
    await someone.presses('book');
    // Not waiting for the question: the reply may come before it was sent.
    await someone.says(`${name} Two`);
    await someone.gets('What is your name?');
    await someone.gets('Which day');
    await someone.presses('monday');
    await someone.gets(`All set, ${name} Two`);
  });
});

describe('a job', () => {
  it('enrols everybody once, shows how far it is, and ends them again', async () => {
    const wanted = { all: true };
    const created = await api.post<FlowJob>(`/flows/${enrolFlowId}/enrolments`, wanted, 'enrol-all');
    expect(created).toMatchObject({ status: 202, body: { kind: 'enrol', status: 'queued' } });
    const [contacts] = await stack.sql`select count(*)::int from contacts where org_id = ${demo.orgId}`;
    const count = contacts!.count as number;
    const enrolled = await jobEnd(created.body.id);
    expect(enrolled).toMatchObject({ status: 'completed', total: count, done: count });
    await stack.waitFor(async () => (await waitingIn(enrolFlowId)) === count, { timeoutMs: 60_000 });
    await record('flow-job', enrolled.workflowId);

    const exit = await api.post<FlowJob>(`/flows/${enrolFlowId}/jobs`, { kind: 'exit' });
    expect((await jobEnd(exit.body.id)).done).toBe(count);
    await stack.waitFor(async () => (await waitingIn(enrolFlowId)) === 0, { timeoutMs: 60_000 });
    const list = await api.get<{ items: FlowJob[] }>(`/flow-jobs?flowId=${enrolFlowId}`);
    expect(list.body.items.map(({ kind }) => kind)).toEqual(['exit', 'enrol']);
  });
});

describe('the sweeper', () => {
  it('is scheduled, and wakes a run whose wake was lost', async () => {
    const { someone, name } = newPerson();
    await someone.says('hi');
    await someone.gets(`Hi ${name}!`);
    const { id } = await runOf(name);
    // A reply that nobody told the workflow of.
    const [message] = await stack.sql`
      insert into messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, content, text, wamid, status,
        status_rank, source, created_at)
      select gen_random_uuid(), org_id, conversation_id, contact_id, phone_number_id, 'inbound', 'text',
        '{"type":"text","text":"?","derived":{"words":"?","press":null}}', '?', 'wamid.lost', 'received', 0, 'contact', now()
      from messages where flow_run_id = ${id} limit 1 returning id`;
    await stack.sql`
      insert into private.run_events (run_id, n, kind, ref, created_at) values (${id}, 2, 'reply', ${message!.id as string}, now() - interval '2 minutes')`;
    await client.schedule.getHandle('sweeper').trigger();
    await stack.waitFor(async () => {
      const [run] = await stack.sql`select next_event from flow_runs where id = ${id}`;
      return run!.next_event === 3;
    });
    const sweeps = client.workflow.list({
      query: "WorkflowType = 'sweeper' AND ExecutionStatus = 'Completed'",
    });
    const { value: sweep } = await stack.waitFor(async () => {
      const next = await sweeps[Symbol.asyncIterator]().next();
      return next.done ? undefined : next;
    });
    await record('sweeper', sweep.workflowId);
  });
});

it('answers every query of the operations page', async () => {
  const page = readFileSync(fileURLToPath(new URL('../docs/operations.md', import.meta.url)), 'utf8');
  const queries = [...page.matchAll(/^\| [^|]+\| `([^`]+ (?:=|IN) [^`]+)` +\|$/gm)].map(
    ([, query]) => query!,
  );
  expect(queries.length).toBeGreaterThan(6);
  for (const query of queries) {
    const filled = query.replaceAll('"..."', `"${demo.orgId}"`);
    await expect(client.workflow.count(filled), query).resolves.toBeDefined();
  }
});

function newPerson() {
  serial += 1;
  const name = `Op${String.fromCharCode(64 + serial)}`;
  return { name, someone: person(stack, `155544400${String(serial).padStart(2, '0')}`, name) };
}

/** The greeting can't be sent. */
async function failedRun(number: string, name: string): Promise<FlowRun> {
  await stack.simulator.addFault({
    match: { to: number },
    action: { error: { status: 400, code: 131026 } },
  });
  await stack.simulator.inbound({ from: number, name, text: 'hi' });
  return stack.waitFor(async () => {
    const run = await runOf(name).catch(() => undefined);
    return run?.status === 'needsAttention' ? run : undefined;
  });
}

function answers(status: number): void {
  service.answer((response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end('{"city":"Oslo"}'),
  );
}

async function runOf(name: string): Promise<FlowRun> {
  const { body } = await api.get<{ items: FlowRun[] }>('/flow-runs?limit=100');
  const run = body.items.find(({ contactName }) => contactName === name);
  if (!run) throw new Error(`${name} is in no run.`);
  return run;
}

async function jobEnd(id: string): Promise<FlowJob> {
  return stack.waitFor(
    async () => {
      const { body } = await api.get<FlowJob>(`/flow-jobs/${id}`);
      return body.endedAt === null ? undefined : body;
    },
    { timeoutMs: 60_000 },
  );
}

async function waitingIn(flowId: string): Promise<number> {
  const [row] = await stack.sql<{ n: number }[]>`
    select count(*)::int as n from flow_runs where flow_id = ${flowId} and status = 'waiting'`;
  return row!.n;
}

async function eventCount(runId: string, least: number): Promise<boolean> {
  const [row] = await stack.sql<{ n: number }[]>`
    select count(*)::int as n from private.run_events where run_id = ${runId}`;
  return row!.n >= least;
}

function viewOf(runId: string): Promise<Record<string, unknown>> {
  return client.workflow.getHandle(`flow/${demo.orgId}/${runId}`).query('state');
}

/** Temporal shows what a turn led to once the task that made the turn is done, a moment after Postgres knows of it. */
async function untilShown(workflowId: string, attributes: Record<string, unknown[]>): Promise<void> {
  await stack.waitFor(async () => {
    const { searchAttributes } = await client.workflow.getHandle(workflowId).describe();
    return Object.entries(attributes).every(([name, value]) =>
      isDeepStrictEqual((searchAttributes as Record<string, unknown>)[name], value),
    );
  });
}

async function record(name: string, workflowId: string) {
  if (!process.env.PARLEY_RECORD) return;
  const handle = client.workflow.getHandle(workflowId);
  await handle.result();
  await readHistory(handle, `${name}.v2`);
}
