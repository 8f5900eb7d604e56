/** Conversations that are resolved, and the flows that begin then, on a real database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { node, startFlowWorld, type FlowWorld, type Person } from '../../local/testing/flow-world.ts';

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
  });
});
