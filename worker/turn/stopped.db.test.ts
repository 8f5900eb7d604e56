/** A run that is told to end while its message, its call or its first step is still to come. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  keyword,
  node,
  startFlowWorld,
  type FlowWorld,
  type Person,
} from '../../local/testing/flow-world.ts';
import { createSteer } from './steer.ts';

let world: FlowWorld;
beforeAll(async () => {
  world = await startFlowWorld();
  await world.publish(
    'Offer',
    {
      start: keyword('offer'),
      one: node('send-text', { text: 'One' }),
      two: node('send-text', { text: 'Two' }),
      bad: node('set-tag', { action: 'add', tag: 'bad-number' }),
      people: node('assign', {}),
    },
    [
      ['start', 'next', 'one'],
      ['one', 'sent', 'two'],
      ['one', 'failed', 'bad'],
      ['bad', 'next', 'people'],
    ],
  );
  await world.publish('Menu', { start: keyword('menu', { interrupts: true }) }, []);
  await world.publish(
    'Asks elsewhere',
    {
      start: keyword('order'),
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
      one: node('send-text', { text: 'One' }),
    },
    [
      ['start', 'next', 'call'],
      ['call', 'success', 'one'],
      ['call', 'failed', 'one'],
    ],
  );
});
afterAll(() => world?.stop());

describe('a run whose message is held back, when an operator ends it', () => {
  it('ends as exited, and nobody takes it for a message that failed', async () => {
    const { person, runId } = await held();
    await exit(runId);
    expect(await world.makeTurn(runId, 2)).toMatchObject({ kind: 'ended', outcome: 'exited' });
    expect(await runOf(runId)).toMatchObject({ outcome: 'stopped_by_operator', unheard: 0 });
    expect(await tagsOf(person)).toEqual([]);
    expect(await messagesOf(runId)).toEqual([{ status: 'failed', code: 'run_ended' }]);
    expect(await postsTo(person)).toBe(0);
  });

  it('ends the same when the message is no longer held back by then', async () => {
    const { person, runId } = await held();
    await exit(runId);
    await setMode(person, 'bot');
    await world.makeTurn(runId, 2);
    expect(await runOf(runId)).toMatchObject({ status: 'exited' });
    expect(await postsTo(person)).toBe(0);
  });

  it('keeps true what was sent before', async () => {
    const { runId } = await held();
    // As the `send` activity leaves it.
    await world.sql`update messages set status = 'sent', status_rank = 30 where flow_run_id = ${runId}`;
    await exit(runId);
    await world.makeTurn(runId, 2);
    expect(await runOf(runId)).toMatchObject({ status: 'exited' });
    expect(await messagesOf(runId)).toEqual([{ status: 'sent', code: null }]);
  });

  it('leaves a message alone that is on its way just now', async () => {
    const { runId } = await held();
    await world.sql`
      update messages set status = 'sending', status_rank = 10, lease_until = now() + interval '1 minute' where flow_run_id = ${runId}`;
    await exit(runId);
    await world.makeTurn(runId, 2);
    expect(await runOf(runId)).toMatchObject({ status: 'exited' });
    expect(await messagesOf(runId)).toEqual([{ status: 'sending', code: null }]);
  });
});

it('ends a run that waits for another system, without the answer', async () => {
  const { runId } = await begun('order');
  expect(await world.makeTurn(runId, 1)).toMatchObject({ kind: 'call' });
  await exit(runId);
  expect(await world.makeTurn(runId, 2)).toMatchObject({ kind: 'ended', outcome: 'exited' });
});

it('ends a run before its first step when a keyword interrupts it there', async () => {
  const { person, runId } = await begun('offer');
  await world.says(person, 'menu');
  expect(await world.makeTurn(runId, 1)).toMatchObject({ kind: 'ended', outcome: 'exited' });
  expect(await runOf(runId)).toMatchObject({ outcome: 'interrupted' });
  expect(await messagesOf(runId)).toEqual([]);
});

describe('what a person wrote before the end that the run had not read', () => {
  it('finds another way when an operator ended the run', async () => {
    const { person, runId } = await begun('order');
    await world.makeTurn(runId, 1);
    await world.says(person, 'offer');
    await exit(runId);
    await world.makeTurn(runId, 2);
    expect(await world.runsOf('Offer', person)).toHaveLength(1);
  });

  it('is no answer to the flow that interrupted', async () => {
    const { person, runId } = await begun('order');
    await world.makeTurn(runId, 1);
    await world.says(person, 'hello?');
    await world.says(person, 'menu');
    const [menu] = await world.runsOf('Menu', person);
    await world.makeTurn(runId, 2);
    expect((await world.eventsOf(menu!.id)).map(({ kind }) => kind)).toEqual(['started']);
  });
});

async function begun(words: string) {
  const person = world.someone();
  const [runId] = await world.says(person, words);
  return { person, runId: runId! };
}

/** In the middle of a flow whose first message waits until people give the conversation back. */
async function held() {
  const { person, runId } = await begun('offer');
  await setMode(person, 'human');
  expect(await world.makeTurn(runId, 1)).toMatchObject({ kind: 'send' });
  return { person, runId };
}

async function setMode(person: Person, mode: 'bot' | 'human') {
  const { conversationId } = await world.contactOf(person);
  await world.sql`update conversations set mode = ${mode} where id = ${conversationId}`;
}

function exit(runId: string) {
  return createSteer(world.sql)({ runId, action: 'exit', key: 'exit', now: new Date().toISOString() });
}

async function runOf(runId: string) {
  const [run] = await world.sql`
    select status, outcome, (select count(*)::int from private.run_events e where e.run_id = r.id and e.n >= r.next_event) as unheard
    from flow_runs r where id = ${runId}`;
  return run;
}

async function messagesOf(runId: string) {
  const rows = await world.sql`
    select status, error_code as code from messages where flow_run_id = ${runId} order by ordinal`;
  return [...rows];
}

async function tagsOf(person: Person) {
  const [row] = await world.sql<{ tags: string[] }[]>`select tags from contacts where name = ${person.name}`;
  return row!.tags;
}

async function postsTo({ number }: Person) {
  return (await world.rig.simulator.outbound({ to: number, limit: 100 })).items.length;
}
