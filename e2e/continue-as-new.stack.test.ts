/** A run that outlives its history, and what the API does without Temporal. */
import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edgesFrom, sampleNode } from '../core/flow/samples/build.ts';
import { addPeople, docOf } from '../local/testing/campaign-world.ts';
import { startStack, type Stack } from '../local/testing/stack.ts';
import { demo } from '../platform/seed/demo.ts';
import { apiClient, type ApiClient } from './api-client.ts';
import { workflowIds } from '../workflows/contract.ts';
import { person } from './person.ts';
import { temporalClient } from './temporal-client.ts';
import { readHistory } from './workflow-history.ts';

const ANSWERS = 40;
const NOISE = 200;
const MESSAGES = 40;

let stack: Stack;
let api: ApiClient;
let client: Client;

beforeAll(async () => {
  stack = await startStack({
    ownTemporal: true,
    temporalConfig: { 'limit.historyCount.suggestContinueAsNew': 60 },
  });
  api = apiClient(stack);
  client = await temporalClient(stack);
  const ask = (text: string) =>
    sampleNode('ask', 0, 0, {
      text,
      saveAs: 'a',
      validation: { kind: 'text', minLength: 1 },
      tries: 3,
      retryText: '',
      timeoutMs: 86_400_000,
    });
  await api.publish('Asks for ever', {
    nodes: {
      start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'begin' }] }),
      one: ask('After {{ answers.a | default: "nothing" }}?'),
      two: ask('And after {{ answers.a }}?'),
      end: sampleNode('exit', 0, 0, { outcome: 'exited', reason: 'No reply' }),
    },
    edges: edgesFrom([
      ['start', 'next', 'one'],
      ['one', 'valid', 'two'],
      ['two', 'valid', 'one'],
      ['one', 'no-reply', 'end'],
      ['two', 'no-reply', 'end'],
    ]),
    variables: { a: { type: 'text' } },
  });
});
afterAll(() => stack?.stop());

describe('a run under a stream of signals, with a history that may hold 60 events', () => {
  it('goes on in new histories and loses no reply, no command and no order', async () => {
    const noa = person(stack, '15559990001', 'Noa');
    await noa.says('begin');
    await noa.gets('After nothing?');
    const [run] = await stack.sql`select id, workflow_id from flow_runs`;
    const { id, workflow_id: workflowId } = run as unknown as { id: string; workflow_id: string };
    const handle = client.workflow.getHandle(workflowId);
    // Wakes for nothing, all the time, from somebody else.
    const noise = (async () => {
      for (let i = 0; i < NOISE; i += 1) await handle.signal('wake', { kind: 'swept', ref: null });
    })();
    for (let i = 1; i <= ANSWERS; i += 1) {
      await noa.says(`answer ${i}`);
      if (i % 4 === 0) await api.post(`/flow-runs/${id}/${i % 8 === 0 ? 'resume' : 'pause'}`);
    }
    await noise;
    expect((await api.post(`/flow-runs/${id}/resume`)).status).toBe(200);
    await stack.waitFor(async () => (await noa.received()).length > ANSWERS, { timeoutMs: 60_000 });
    const received = await noa.received();
    expect(received).toHaveLength(ANSWERS + 1);
    received.slice(1).forEach((text, i) => expect(text).toContain(`fter answer ${i + 1}?`));

    const { runId: newest } = await handle.describe();
    const first = await firstHistoryOf(workflowId);
    expect(first).not.toBe(newest);
    const history = await readHistory(client.workflow.getHandle(workflowId, first), 'flow-run-continued.v3');
    expect(history).toContain('WORKFLOW_EXECUTION_CONTINUED_AS_NEW');
    expect(history).not.toMatch(/answer \d|15559990001/);
    expect(await handle.query('state')).toMatchObject({ stage: 'waitingForReply' });
    expect((await api.post(`/flow-runs/${id}/exit`)).status).toBe(200);
  });
});

describe('an agent’s messages, faster than WhatsApp takes them', () => {
  it('go on in new histories and arrive all, once, in the order they were written', async () => {
    const lou = person(stack, '15559990003', 'Lou');
    await lou.says('a question');
    const conversation = await stack.waitFor(async () => {
      const [row] = await stack.sql<{ id: string; org_id: string }[]>`
        select v.id, v.org_id from conversations v join contacts c on c.id = v.contact_id where c.name = 'Lou'`;
      return row;
    });
    // Longer than a task of a workflow lasts: Temporal sees a history only then.
    await stack.simulator.addFault({ match: { to: lou.number }, times: MESSAGES, action: { delayMs: 250 } });
    const texts = Array.from({ length: MESSAGES }, (_, i) => `line ${i + 1}`);
    for (const text of texts)
      expect((await api.post(`/conversations/${conversation.id}/messages`, { text })).status).toBe(202);
    await stack.waitFor(async () => (await lou.received()).length >= MESSAGES, { timeoutMs: 60_000 });
    expect(await lou.received()).toEqual(texts);
    expect((await stack.simulator.stats()).duplicates).toBe(0);

    const workflowId = workflowIds.conversationOutbox(conversation.org_id, conversation.id);
    // Over in the newest history; what Temporal has of the last message comes after the message.
    await client.workflow.getHandle(workflowId).result();
    const first = await firstHistoryOf(workflowId);
    const history = await readHistory(
      client.workflow.getHandle(workflowId, first),
      'conversation-outbox-continued.v3',
    );
    expect(history).toContain('WORKFLOW_EXECUTION_CONTINUED_AS_NEW');
    expect(history).not.toMatch(/line \d|15559990003/);
  });
});

describe('a campaign that is woken for nothing all the time', () => {
  it('goes on in new histories, hears commands in between, and sends everybody one message', async () => {
    await stack.simulator.settings({ throughput: 0, pairLimit: false });
    const numbers = Array.from({ length: 60 }, (_, n) => `1555999${1_000 + n}`);
    await addPeople(
      stack.sql,
      numbers.map((number, n) => ({ id: randomUUID(), number, name: `Reader ${n}` })),
      { tag: 'readers' },
    );
    const doc = docOf({ include: [{ kind: 'tag', tag: 'readers' }], delivery: { ratePerSecond: 6 } });
    const id = randomUUID();
    await stack.sql`
      insert into campaigns (id, org_id, name, phone_number_id, doc)
      values (${id}, ${demo.orgId}, 'Woken', ${demo.phoneNumberId}, ${stack.sql.json(doc)})`;
    await stack.sql`select private.change_campaign(${demo.orgId}, ${id}, 'start')`;
    const workflowId = workflowIds.campaign(demo.orgId, id);
    const handle = client.workflow.getHandle(workflowId);
    const sent = async () => {
      const [row] = await stack.sql<{ n: number }[]>`
        select count(*)::int as n from campaign_recipients where campaign_id = ${id} and state = 'sent'`;
      return row!.n;
    };
    await stack.waitFor(async () => (await sent()) > 5);
    expect(await handle.executeUpdate('pause')).toBe('paused');
    // Each is a look, and twelve events with it.
    await stack.waitFor(
      async () => {
        await handle.signal('wake');
        return (await firstHistoryOf(workflowId)) !== (await handle.describe()).runId;
      },
      { timeoutMs: 60_000, everyMs: 200 },
    );
    expect(await handle.executeUpdate('setRate', { args: [{ ratePerSecond: null }] })).toBe('paused');
    expect(await handle.executeUpdate('resume')).toBe('running');
    expect(await handle.result()).toBe('completed');
    const { items } = await stack.simulator.outbound({ limit: 10_000 });
    expect(
      items
        .filter(({ to }) => numbers.includes(to))
        .map(({ to }) => to)
        .sort(),
    ).toEqual(numbers);
    const history = await readHistory(
      client.workflow.getHandle(workflowId, await firstHistoryOf(workflowId)),
      'campaign-continued.v1',
    );
    expect(history).toContain('WORKFLOW_EXECUTION_CONTINUED_AS_NEW');
  });
});

describe('while Temporal is away', () => {
  it('commands are refused with a code and everything else is answered', async () => {
    const mio = person(stack, '15559990002', 'Mio');
    await mio.says('begin');
    await mio.gets('After nothing?');
    const [run] = await stack.sql`
      select r.id from flow_runs r join contacts c on c.id = r.contact_id where c.name = 'Mio'`;
    await stack.kill('temporal');
    expect(await api.post(`/flow-runs/${run!.id}/pause`)).toMatchObject({
      status: 503,
      body: { code: 'temporal_unavailable' },
    });
    expect((await api.get('/flow-runs')).status).toBe(200);
    await mio.says('is anybody there?');
    await stack.start('temporal');
    await mio.gets('And after is anybody there??');
    // The API's own connection comes back in its own time.
    await stack.waitFor(async () => (await api.post(`/flow-runs/${run!.id}/pause`)).status === 200);
  });
});

async function firstHistoryOf(workflowId: string): Promise<string> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  return events![0]!.workflowExecutionStartedEventAttributes!.firstExecutionRunId!;
}
