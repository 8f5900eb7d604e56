/** What Temporal keeps of us: few events, ids only, and replayable. `PARLEY_RECORD=1` writes the histories that CI replays. */
import type { Client, WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO } from '../local/demo.ts';
import { startStack, type Stack } from '../local/testing/stack.ts';
import { person } from './person.ts';
import { readCurrentDetails, readHistory } from './workflow-history.ts';
import { temporalClient } from './temporal-client.ts';

/** Histories of earlier releases stay as they were written. */
const RELEASE = 'v2';
const secrets = ['Wilhelmina', 'Hartenberg', '15553334444', 'An agent wrote this', 'Which day suits you'];

type WorkflowName = 'flow-run' | 'conversation-outbox' | 'conversation-window';

let stack: Stack;
let client: Client;

beforeAll(async () => {
  stack = await startStack();
  client = await temporalClient(stack);
  await converse();
});
afterAll(() => stack?.stop());

describe('the histories of a booked visit, an agent’s message and an open window', () => {
  it('hold no more than 8 events a turn', async () => {
    const handle = await findWorkflow('flow-run');
    const history = await handle.fetchHistory();
    // Greeting, name, day, confirmation.
    expect(history.events!.length / 4).toBeLessThanOrEqual(8);
  });

  it.each(['flow-run', 'conversation-outbox', 'conversation-window'] as const)(
    '%s holds ids, never words of people',
    async (name) => {
      const text = await readHistory(await findWorkflow(name), `${name}.${RELEASE}`);
      for (const secret of secrets) expect(text).not.toContain(secret);
    },
  );

  it('tells an operator in one sentence where the run is', async () => {
    await person(stack, '15553334445', 'Ole').says('hi');
    await stack.waitFor(async () => {
      const view = await queryWords('Ole');
      return view?.startsWith('Waits for a reply at "Greeting" until');
    });
  });
});

describe('what an operator sees in the Temporal UI', () => {
  it('says of each workflow what it is', async () => {
    expect(await summaryOf('flow-run')).toBe('Welcome (version 1)');
    expect(await summaryOf('conversation-outbox')).toBe('Messages of agents, in the order they were written');
    expect(await summaryOf('conversation-window')).toBe('24-hour window 1');
  });

  it('says of each what it does now', async () => {
    expect(await detailsOf('flow-run')).toMatch(/^Ended/);
    expect(await detailsOf('conversation-outbox')).toBe('Messages: all went their way');
    expect(await detailsOf('conversation-window')).toMatch(/^The person may be answered freely until 20/);
  });

  it('names an activity and a timer by what they are for', async () => {
    const { events } = await (await findWorkflow('conversation-window')).fetchHistory();
    expect(summaries(events, 'activityTaskScheduledEventAttributes')).toEqual([
      'Close the window if it has expired, tell flows if it is about to',
    ]);
    expect(summaries(events, 'timerStartedEventAttributes')).toEqual([
      expect.stringMatching(/^Window is open until 20/),
    ]);
  });

  it('names each chore of the sweeper', async () => {
    await client.schedule.getHandle('sweeper').trigger();
    const sweep = await stack.waitFor(async () => {
      for await (const one of client.workflow.list({ query: `WorkflowType = 'sweeper'` })) return one;
      return null;
    });
    const handle = client.workflow.getHandle(sweep.workflowId);
    await handle.result();
    const { events } = await handle.fetchHistory();
    expect(summaries(events, 'activityTaskScheduledEventAttributes')).toEqual([
      'Wake runs that have something to do',
      'Call sends unknown whose worker died',
      'Queue jobs of schedules and dates that fell due',
      'Bring watched segments up to date',
      'Forget old rows and delete files of gone messages',
      'Wake campaigns that have something to do',
    ]);
  });
});

type HistoryEvents = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events'];

function summaries(
  events: HistoryEvents,
  kind: 'activityTaskScheduledEventAttributes' | 'timerStartedEventAttributes',
): unknown[] {
  return (events ?? [])
    .filter((event) => event[kind])
    .map((event) => JSON.parse(Buffer.from(event.userMetadata!.summary!.data!).toString()) as unknown);
}

async function summaryOf(name: WorkflowName): Promise<string | undefined> {
  return (await (await findWorkflow(name)).describe()).staticSummary();
}

async function detailsOf(name: WorkflowName): Promise<string> {
  return readCurrentDetails(await findWorkflow(name));
}

async function converse() {
  const mina = person(stack, '15553334444', 'Wilhelmina Hartenberg');
  await mina.says('hi');
  await mina.gets('Hi Wilhelmina!');
  await mina.presses('book');
  await mina.gets('name');
  await mina.says('Wilhelmina Hartenberg');
  await mina.gets('Which day suits you');
  await mina.presses('monday');
  await mina.gets('All set');
  const [conversation] = await stack.sql`select id, org_id from conversations`;
  const response = await fetch(
    `${stack.urls.api}/v1/orgs/${conversation!.org_id}/conversations/${conversation!.id}/messages`,
    {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await stack.token(DEMO.users[1])}`,
        'content-type': 'application/json',
        'idempotency-key': 'histories-1',
      },
      body: JSON.stringify({ text: 'An agent wrote this' }),
    },
  );
  expect(response.status).toBe(202);
  await mina.gets('An agent wrote this');
}

async function findWorkflow(name: WorkflowName) {
  const [row] = await stack.sql`
    select r.workflow_id, v.org_id, v.id, v.window_seq from conversations v join flow_runs r on r.conversation_id = v.id
    join contacts c on c.id = v.contact_id where c.name like 'Wilhelmina%'`;
  const workflowId = {
    'flow-run': row!.workflow_id as string,
    'conversation-outbox': `outbox/${row!.org_id}/${row!.id}`,
    'conversation-window': `window/${row!.org_id}/${row!.id}/${row!.window_seq}`,
  }[name];
  const handle = client.workflow.getHandle(workflowId);
  if (name !== 'conversation-window') await handle.result();
  return handle;
}

async function queryWords(contactName: string): Promise<string | undefined> {
  const [run] = await stack.sql`
    select r.workflow_id from flow_runs r join contacts c on c.id = r.contact_id where c.name = ${contactName}`;
  if (!run) return undefined;
  const view = await client.workflow.getHandle(run.workflow_id as string).query<{ words: string }>('state');
  return view.words;
}
