/** Conversations that are resolved, and the flows that begin then, on a real database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  keyword,
  node,
  question,
  startFlowWorld,
  type FlowWorld,
  type Person,
} from '../../local/testing/flow-world.ts';

let world: FlowWorld;
let sql: FlowWorld['sql'];

beforeAll(async () => {
  world = await startFlowWorld();
  ({ sql } = world);
});
afterAll(() => world?.stop());

async function known(): Promise<Person> {
  const person = world.someone();
  await world.says(person, 'just a note');
  return person;
}

/** As an agent does it who has answered by hand. */
async function resolve(person: Person): Promise<string[]> {
  const { conversationId } = await world.contactOf(person);
  await sql`update conversations set mode = 'human' where id = ${conversationId}`;
  await sql`update conversations set status = 'resolved' where id = ${conversationId}`;
  return world.settleEvents();
}

async function conversationOf(person: Person) {
  const { conversationId } = await world.contactOf(person);
  const [row] = await sql<{ mode: string; status: string }[]>`
    select mode, status from conversations where id = ${conversationId}`;
  return row!;
}

describe('a conversation that an agent resolves', () => {
  it('begins a survey in it, and the answer comes to the flow', async () => {
    const nodes = {
      start: node('resolved-trigger', {}),
      survey: node('send-text', { text: 'How was it?' }),
      wait: node('wait-for-reply', { timeoutMs: null }),
      thanks: node('send-text', { text: 'Thank you!' }),
    };
    await world.publish('Survey', nodes, [
      ['start', 'next', 'survey'],
      ['survey', 'sent', 'wait'],
      ['wait', 'reply', 'thanks'],
    ]);
    const ada = await known();
    const [run] = await resolve(ada);
    await world.makeTurn(run!, 1);
    expect(await conversationOf(ada)).toEqual({ mode: 'bot', status: 'resolved' });
    expect(await world.says(ada, 'good')).toEqual([run]);
    await world.makeTurn(run!, 2);
    expect(await world.textsTo(ada)).toEqual(['How was it?', 'Thank you!']);
    expect(await world.runsOf('Survey', ada)).toMatchObject([{ status: 'completed' }]);
    await world.database.sql`update flows set status = 'paused' where name = 'Survey'`;
  });
});

describe('a conversation that a flow resolves', () => {
  it('begins other flows, never the same one again', async () => {
    const done = node('resolve', {});
    await world.publish('Closes', { start: keyword('thanks'), done }, [['start', 'next', 'done']]);
    await world.publish('Also closes', { start: node('resolved-trigger', {}), wait: question(), done }, [
      ['start', 'next', 'wait'],
      ['wait', 'valid', 'done'],
    ]);
    await world.publish('Hears', { start: node('resolved-trigger', {}) }, []);
    const bea = world.someone();
    const [run] = await world.says(bea, 'thanks');
    await world.makeTurn(run!, 1);
    expect(await conversationOf(bea)).toEqual({ mode: 'bot', status: 'resolved' });
    const counts = async () => [
      (await world.runsOf('Also closes', bea)).length,
      (await world.runsOf('Hears', bea)).length,
    ];
    await world.settleEvents();
    expect(await counts()).toEqual([1, 1]);
    const [asks] = await world.runsOf('Also closes', bea);
    await world.makeTurn(asks!.id, 1);
    expect(await world.says(bea, 'good')).toEqual([asks!.id]);
    expect(await conversationOf(bea)).toMatchObject({ status: 'open' });
    await world.makeTurn(asks!.id, 2);
    expect(await conversationOf(bea)).toMatchObject({ status: 'resolved' });
    await world.settleEvents();
    expect(await counts()).toEqual([1, 2]);
  });

  it('is one step further from a person’s own doing, and of two steps the later one counts', async () => {
    await world.publish(
      'Hands over',
      { start: keyword('help'), done: node('resolve', {}), people: node('assign', {}) },
      [
        ['start', 'next', 'done'],
        ['done', 'next', 'people'],
      ],
    );
    const cleo = world.someone();
    const [run] = await world.says(cleo, 'help');
    await world.makeTurn(run!, 1);
    expect(await conversationOf(cleo)).toEqual({ mode: 'human', status: 'open' });
    const dora = world.someone();
    const [closes] = await world.says(dora, 'thanks');
    await world.makeTurn(closes!, 1);
    const { id } = await world.contactOf(dora);
    const events = await sql`
      select cause_depth, flow_run_id from contact_events where contact_id = ${id} and kind = 'conversation_resolved'`;
    expect([...events]).toEqual([{ cause_depth: 1, flow_run_id: closes }]);
  });
});
