/** One run at a time talks with a person; others wait for their turn, or start beside it when their flow says so. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  keyword,
  node,
  question,
  startFlowWorld,
  type FlowWorld,
  type Person,
} from '../../local/testing/flow-world.ts';
import { createSteer } from './steer.ts';

let world: FlowWorld;
beforeAll(async () => {
  world = await startFlowWorld();
  await world.publish('Talks', { start: keyword('talk'), ask: question('Which?') }, [
    ['start', 'next', 'ask'],
  ]);
  for (const tag of ['waits', 'waits-too']) {
    await world.publish(
      tag,
      { start: node('tag-trigger', { tag }), ask: question('And you?') },
      [['start', 'next', 'ask']],
      { overlap: 'wait' },
    );
  }
  await world.publish(
    'Starts',
    { start: node('tag-trigger', { tag: 'starts' }), say: node('send-text', { text: 'By the way' }) },
    [['start', 'next', 'say']],
    { overlap: 'start' },
  );
});
afterAll(() => world?.stop());

describe('a run that nobody’s message started, while another one talks with the person', () => {
  it('waits for its turn, and says nothing', async () => {
    const { person } = await talking();
    const waits = await world.tag(person, 'waits');
    expect(await world.makeTurn(waits, 1)).toMatchObject({
      kind: 'wait',
      wakeAt: null,
      place: { stage: 'waitingForTurn' },
    });
    expect(await world.textsTo(person)).toEqual(['Which?']);
  });

  it('is woken when the other one is over, and begins', async () => {
    const { person, talks } = await talking();
    const waits = await world.tag(person, 'waits');
    await world.makeTurn(waits, 1);
    await world.says(person, 'this one');
    await world.makeTurn(talks, 2);
    expect(await wakesOf(waits)).toContain('free');
    expect(await kindsOf(waits)).toEqual(['started', 'free']);
    expect(await world.makeTurn(waits, 2)).toMatchObject({ place: { stage: 'waitingForReply' } });
    expect(await world.textsTo(person)).toEqual(['Which?', 'And you?']);
  });

  it('waits on when a third one has begun in the meantime', async () => {
    const { person, talks } = await talking();
    const [first, second] = [await world.tag(person, 'waits'), await world.tag(person, 'waits-too')];
    for (const run of [first, second]) await world.makeTurn(run, 1);
    await world.says(person, 'this one');
    await world.makeTurn(talks, 2);
    await world.makeTurn(first, 2);
    expect(await world.makeTurn(second, 2)).toMatchObject({ place: { stage: 'waitingForTurn' } });
    await world.says(person, 'fine');
    await world.makeTurn(first, 3);
    expect(await world.makeTurn(second, 3)).toMatchObject({ place: { stage: 'waitingForReply' } });
  });

  it('is woken, too, when the other one is ended by an operator', async () => {
    const { person, talks } = await talking();
    const waits = await world.tag(person, 'waits');
    await world.makeTurn(waits, 1);
    await createSteer(world.sql)({
      ...{ runId: talks, action: 'exit', key: 'operator' },
      now: new Date().toISOString(),
    });
    await world.makeTurn(talks, 2);
    expect(await world.makeTurn(waits, 2)).toMatchObject({ place: { stage: 'waitingForReply' } });
  });

  it('starts beside it when its flow says so', async () => {
    const { person, talks } = await talking();
    const starts = await world.tag(person, 'starts');
    expect(await world.makeTurn(starts, 1)).toMatchObject({ kind: 'ended', outcome: 'completed' });
    expect(await world.textsTo(person)).toEqual(['Which?', 'By the way']);
    await world.says(person, 'this one');
    expect(await world.makeTurn(talks, 2)).toMatchObject({ kind: 'ended', outcome: 'completed' });
  });
});

/** Somebody with whom a run talks: it has asked and waits for the answer. */
async function talking(): Promise<{ person: Person; talks: string }> {
  const person = world.someone();
  const [talks] = await world.says(person, 'talk');
  await world.makeTurn(talks!, 1);
  return { person, talks: talks! };
}

/** Why its workflow is asked to look, in the dispatcher's queue. */
async function wakesOf(runId: string): Promise<string[]> {
  const rows = await world.sql<{ kind: string }[]>`
    select payload -> 'wake' ->> 'kind' as kind from private.outbox where topic = 'flowRun' and key = ${runId}`;
  return rows.map(({ kind }) => kind);
}

async function kindsOf(runId: string): Promise<string[]> {
  return (await world.eventsOf(runId)).map(({ kind }) => kind);
}
