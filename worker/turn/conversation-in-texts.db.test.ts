/** What texts say of the conversation: the business's number, the team, its state, the end of the window. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keyword, node, startFlowWorld, type FlowWorld } from '../../local/testing/flow-world.ts';
import { DEMO } from '../../local/demo.ts';
import { demo } from '../../platform/seed/demo.ts';

let world: FlowWorld;
beforeAll(async () => {
  world = await startFlowWorld();
});
afterAll(() => world?.stop());

it('is as it stands when the text is written, also in a later pass of the same turn', async () => {
  const text = (words: string) => node('send-text', { text: words });
  await world.publish(
    'Says where',
    {
      start: keyword('where'),
      number: text('You write to {{ conversation.number }}.'),
      team: text('{{ conversation.team }} is {{ conversation.status }}.'),
    },
    [
      ['start', 'next', 'number'],
      ['number', 'sent', 'team'],
    ],
  );
  const person = world.someone();
  await world.says(person, 'hello there, nobody listens');
  const { conversationId } = await world.contactOf(person);
  await world.database.sql`
    with team as (insert into teams (org_id, name) values (${demo.orgId}, 'Sales') returning id)
    update conversations set team_id = team.id from team where conversations.id = ${conversationId}`;
  const [run] = await world.says(person, 'where');
  await world.makeTurn(run!, 1);
  const { items } = await world.rig.simulator.outbound({ to: person.number });
  expect(items.map(({ body }) => (body.text as { body: string }).body)).toEqual([
    `You write to ${DEMO.displayPhoneNumber}.`,
    'Sales is open.',
  ]);
});
