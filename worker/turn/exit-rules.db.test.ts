/** What ends a run by its flow's rules while a message or a call is on its way. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FlowRules } from '../../core/flow/document.ts';
import { defaultRules } from '../../core/flow/document.ts';
import {
  keyword,
  node,
  startFlowWorld,
  type FlowWorld,
  type Person,
} from '../../local/testing/flow-world.ts';
import { demo } from '../../platform/seed/demo.ts';

const HOUR = 3_600_000;

let world: FlowWorld;
beforeAll(async () => {
  world = await startFlowWorld();
  const texts = {
    one: node('send-text', { text: 'One' }),
    two: node('send-text', { text: 'Two' }),
    three: node('send-text', { text: 'Three' }),
    later: node('delay', { mode: 'duration', durationMs: 24 * HOUR }),
  };
  const chain: [string, string, string][] = [
    ['one', 'sent', 'two'],
    ['two', 'sent', 'three'],
    ['three', 'sent', 'later'],
  ];
  await world.publish(
    'Offer',
    { start: keyword('offer'), ...texts },
    [['start', 'next', 'one'], ...chain],
    exitOn({ tags: ['paid'] }),
  );
  await world.publish(
    'Drip',
    { start: keyword('drip'), ...texts },
    [['start', 'next', 'one'], ...chain],
    exitOn({ reply: true }),
  );
  await world.publish(
    'Books',
    { start: keyword('book'), goal: node('goal', { name: 'booked' }), ...texts },
    [['start', 'next', 'goal'], ['goal', 'next', 'one'], ...chain],
    exitOn({ goals: ['booked'] }),
  );
  await world.publish(
    'Looks up',
    {
      start: keyword('status'),
      call: node('http-request', {
        ...{
          method: 'GET',
          url: 'https://shop.example/order',
          query: [],
          headers: [],
          body: { kind: 'none' },
        },
        ...{ timeoutMs: 5_000, attempts: 1, response: [] },
      }),
      ...texts,
    },
    [['start', 'next', 'call'], ['call', 'success', 'one'], ...chain],
    { ...exitOn({ tags: ['paid'] }), timeoutMs: HOUR },
  );
  await world.publish(
    'Until people come',
    { start: keyword('ask us'), ...texts },
    [['start', 'next', 'one'], ...chain],
    exitOn({ takeover: true }),
  );
  await world.publish('Short', { start: keyword('short'), ...texts }, [['start', 'next', 'one'], ...chain], {
    timeoutMs: HOUR,
  });
});
afterAll(() => world?.stop());

describe('an event that ends the flow, while its message is held back', () => {
  it('keeps the message from being sent, and all that come behind it', async () => {
    const { person, runId } = await held('offer');
    await tag(person, 'paid');
    await setMode(person, 'bot');
    expect(await world.makeTurn(runId, 2)).toMatchObject({ kind: 'ended', outcome: 'exited' });
    expect(await runOf(runId)).toEqual({ status: 'exited', outcome: 'tag_added' });
    expect(await messagesOf(runId)).toEqual([{ text: 'One', status: 'failed', code: 'run_ended' }]);
    expect(await postsTo(person)).toBe(0);
  });

  it('is seen by the gate, which leaves the message to the next turn', async () => {
    const { person, runId } = await held('offer');
    await tag(person, 'paid');
    await setMode(person, 'bot');
    expect(await askGate(runId)).toEqual({ kind: 'runIsToEnd' });
    expect(await postsTo(person)).toBe(0);
  });

  it('means nothing when the flow has no such rule', async () => {
    const { person, runId } = await held('offer');
    await tag(person, 'vip');
    await setMode(person, 'bot');
    await world.makeTurn(runId, 2);
    expect(await postsTo(person)).toBe(3);
  });

  it('leaves as it is what was sent before the run heard of it', async () => {
    const { person, runId } = await held('offer');
    await setMode(person, 'bot');
    await askGate(runId);
    await tag(person, 'paid');
    await world.makeTurn(runId, 2);
    expect(await runOf(runId)).toMatchObject({ outcome: 'tag_added' });
    expect(await messagesOf(runId)).toEqual([{ text: 'One', status: 'sent', code: null }]);
  });

  it('may be what a person writes who talks with people', async () => {
    const { person, runId } = await held('drip');
    await world.says(person, 'I have ordered already');
    await setMode(person, 'bot');
    await world.makeTurn(runId, 2);
    expect(await runOf(runId)).toMatchObject({ outcome: 'replied' });
    expect(await postsTo(person)).toBe(0);
  });

  it('may be that a colleague takes the conversation over', async () => {
    const { person, runId } = await held('ask us');
    await setMode(person, 'bot');
    await takeOver(person);
    expect(await askGate(runId)).toEqual({ kind: 'runIsToEnd' });
    await world.makeTurn(runId, 2);
    expect(await runOf(runId)).toMatchObject({ outcome: 'taken_over' });
    expect(await postsTo(person)).toBe(0);
  });

  it('waits until the run has said what it has to, when it is the run’s own doing', async () => {
    const { person, runId } = await held('book');
    await world.settleEvents();
    await setMode(person, 'bot');
    expect(await world.makeTurn(runId, 2)).toMatchObject({ kind: 'ended', outcome: 'exited' });
    expect(await runOf(runId)).toMatchObject({ outcome: 'goal' });
    expect(await postsTo(person)).toBe(3);
  });
});

describe('the answer of another system', () => {
  it('isn’t gone on with once an event has ended the flow', async () => {
    const { person, runId } = await begun('status');
    await world.makeTurn(runId, 1);
    await tag(person, 'paid');
    await answer(runId);
    await world.makeTurn(runId, 2);
    expect(await runOf(runId)).toMatchObject({ outcome: 'tag_added' });
    expect(await messagesOf(runId)).toEqual([]);
    expect(await callsOf(runId)).toEqual([{ status: 'done' }]);
  });

  it('isn’t gone on with after the flow’s time', async () => {
    const { runId } = await begun('status');
    const start = new Date();
    await world.makeTurn(runId, 1, start);
    await answer(runId);
    await world.makeTurn(runId, 2, new Date(start.getTime() + HOUR));
    expect(await runOf(runId)).toMatchObject({ outcome: 'flow_timeout' });
    expect(await messagesOf(runId)).toEqual([]);
  });
});

it('a message that is held back longer than the flow’s time is not sent', async () => {
  const start = new Date();
  const { person, runId } = await held('short', start);
  await setMode(person, 'bot');
  const atTheEnd = new Date(start.getTime() + HOUR);
  expect(await askGate(runId, atTheEnd)).toEqual({ kind: 'runIsToEnd' });
  await world.makeTurn(runId, 2, atTheEnd);
  expect(await runOf(runId)).toMatchObject({ outcome: 'flow_timeout' });
  expect(await messagesOf(runId)).toEqual([{ text: 'One', status: 'failed', code: 'run_ended' }]);
});

function exitOn(change: Partial<FlowRules['exitOn']>): Partial<FlowRules> {
  return { exitOn: { ...defaultRules.exitOn, ...change } };
}

async function begun(words: string) {
  const person = world.someone();
  const [runId] = await world.says(person, words);
  return { person, runId: runId! };
}

/** In the middle of a flow whose first message waits until people give the conversation back. */
async function held(words: string, now = new Date()) {
  const { person, runId } = await begun(words);
  await setMode(person, 'human');
  expect(await world.makeTurn(runId, 1, now)).toMatchObject({ kind: 'send' });
  return { person, runId };
}

async function setMode(person: Person, mode: 'bot' | 'human') {
  const { conversationId } = await world.contactOf(person);
  await world.sql`update conversations set mode = ${mode} where id = ${conversationId}`;
}

/** As a member does it in the inbox. */
async function takeOver(person: Person) {
  const { conversationId } = await world.contactOf(person);
  await world.database.sql.begin(async (tx) => {
    await tx`select set_config('request.jwt.claims', ${JSON.stringify({ sub: demo.ownerId })}, true)`;
    await tx`update conversations set mode = 'human' where id = ${conversationId}`;
  });
  await world.settleEvents();
}

async function tag(person: Person, name: string) {
  const { id } = await world.contactOf(person);
  await world.sql`update contacts set tags = tags || ${[name]}::text[] where id = ${id}`;
  await world.settleEvents();
}

/** As the `send` activity does. */
async function askGate(runId: string, now = new Date()) {
  const [message] = await world.sql<{ id: string }[]>`
    select id from messages where flow_run_id = ${runId} and status = 'queued'`;
  return world.rig.gate.sendMessage(message!.id, now);
}

/** As the `call` activity leaves it. */
async function answer(runId: string) {
  await world.sql`
    update private.flow_calls set status = 'done', result = '{"outcome":"response","status":200,"body":{}}' where run_id = ${runId}`;
}

async function runOf(runId: string) {
  const [run] = await world.sql`select status, outcome from flow_runs where id = ${runId}`;
  return run;
}

async function messagesOf(runId: string) {
  const rows = await world.sql`
    select text, status, error_code as code from messages where flow_run_id = ${runId} order by ordinal`;
  return [...rows];
}

async function callsOf(runId: string) {
  const rows = await world.sql`select status from private.flow_calls where run_id = ${runId}`;
  return [...rows];
}

async function postsTo({ number }: Person) {
  return (await world.rig.simulator.outbound({ to: number, limit: 100 })).items.length;
}
