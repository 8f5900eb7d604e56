/** What a flow says to colleagues when it hands over, on a real database. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keyword, node, startFlowWorld, type FlowWorld } from '../../local/testing/flow-world.ts';

let world: FlowWorld;
beforeAll(async () => {
  world = await startFlowWorld();
});
afterAll(() => world?.stop());

const publish = (name: string, note: string) =>
  world.publish(name, { start: keyword(name), people: node('assign', { note }) }, [
    ['start', 'next', 'people'],
  ]);

const notesOf = (conversationId: string) => world.sql`
  select text, author_kind as kind, author_id as "authorId" from conversation_notes where conversation_id = ${conversationId}`;

it('a flow that hands over leaves its note in the conversation, once, however often the turn is made', async () => {
  await publish('help', '{{ contact.name }} asks for a person');
  const ada = world.someone();
  const [run] = await world.says(ada, 'help');
  await world.makeTurn(run!, 1);
  await world.makeTurn(run!, 1);
  const { conversationId } = await world.contactOf(ada);
  expect([...(await notesOf(conversationId))]).toEqual([
    { text: `${ada.name} asks for a person`, kind: 'flow', authorId: run },
  ]);
  expect(await world.textsTo(ada)).toEqual([]);
});

it('a long note is cut, and one that can’t be rendered is left out; people get the conversation either way', async () => {
  await publish('long', `{{ trigger.text }} ${'x'.repeat(4_050)}`);
  await publish('broken', '{{ oops');
  for (const [words, lengths] of [
    ['long', [4_000]],
    ['broken', []],
  ] as const) {
    const person = world.someone();
    const [run] = await world.says(person, words);
    await world.makeTurn(run!, 1);
    const { conversationId } = await world.contactOf(person);
    expect((await notesOf(conversationId)).map(({ text }) => (text as string).length)).toEqual(lengths);
    const [conversation] = await world.sql`select mode from conversations where id = ${conversationId}`;
    expect(conversation).toEqual({ mode: 'human' });
  }
});
