/** A message that WhatsApp takes and then can't deliver, for a run that waits for its answer. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keyword, node, question, startFlowWorld, type FlowWorld } from '../../local/testing/flow-world.ts';
import { statusWebhook } from '../../local/testing/webhooks.ts';

const FLOW = 'Asks';
const undeliverable = [{ code: 131026, title: 'Message undeliverable' }];

let world: FlowWorld;

beforeAll(async () => {
  world = await startFlowWorld();
  await world.publish(
    FLOW,
    {
      start: keyword('colour'),
      ask: question(),
      sms: node('set-tag', { action: 'add', tag: 'by-sms' }),
      done: node('set-tag', { action: 'add', tag: 'answered' }),
    },
    [
      ['start', 'next', 'ask'],
      ['ask', 'failed', 'sms'],
      ['ask', 'valid', 'done'],
    ],
  );
});
afterAll(() => world?.stop());

it('wakes the run, which leaves the step by its failed port', async () => {
  const { runId, fails, tags } = await asked();
  expect(await fails()).toEqual([runId]);
  expect(await world.makeTurn(runId, 2)).toMatchObject({ kind: 'ended', outcome: 'completed' });
  expect(await tags()).toEqual(['by-sms']);
});

it('comes too late for a run whose person has answered', async () => {
  const { runId, person, fails, tags } = await asked();
  await world.says(person, 'Blue');
  await fails();
  await world.makeTurn(runId, 2);
  expect(await tags()).toEqual(['answered']);
});

it('doesn’t wake a run that is over, and says nothing of a message that was delivered before', async () => {
  const first = await asked();
  await world.says(first.person, 'Blue');
  await world.makeTurn(first.runId, 2);
  expect(await first.fails()).toEqual([]);

  const second = await asked();
  await second.report('delivered');
  expect(await second.fails()).toEqual([]);
});

it('wakes a run that hasn’t yet heard that its message was taken', async () => {
  const { runId, fails, tags } = await asked();
  // As if the turn had been cut off between the POST and its last transaction.
  await world.sql`
    update flow_runs set seq = 1, turn_result = '{"kind":"again","turn":1,"place":{"stage":"sending","nodeId":"ask","words":""}}',
      state = jsonb_set(state, '{wait}', '{"kind":"send","nodeId":"ask","ordinal":1}') where id = ${runId}`;
  expect(await fails()).toEqual([runId]);
  await world.makeTurn(runId, 2);
  expect(await tags()).toEqual(['by-sms']);
});

/** Somebody new who was asked, and whose run waits for the answer. */
async function asked() {
  const person = world.someone();
  const [runId] = await world.says(person, 'colour');
  await world.makeTurn(runId!, 1);
  const [message] = await world.sql<{ id: string; wamid: string }[]>`
    select id, wamid from messages where flow_run_id = ${runId!}`;
  const report = async (status: string, errors?: object[]) => {
    const { id, wamid } = message!;
    const rows = await world.rig.receive(
      statusWebhook([{ wamid, status, to: person.number, callbackData: id, ...(errors ? { errors } : {}) }]),
    );
    return rows.filter(({ topic }) => topic === 'flowRun').map(({ key }) => key);
  };
  return {
    runId: runId!,
    person,
    report,
    /** Returns the runs that are woken. */
    fails: () => report('failed', undeliverable),
    async tags() {
      const [row] = await world.sql`select tags from contacts where name = ${person.name}`;
      return row!.tags as string[];
    },
  };
}
