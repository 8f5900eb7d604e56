/** What a flow writes to a contact's own fields, on a real database. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keyword, node, startFlowWorld, type FlowWorld } from '../../local/testing/flow-world.ts';

let world: FlowWorld;
beforeAll(async () => {
  world = await startFlowWorld();
});
afterAll(() => world?.stop());

it('a flow writes name, language and time zone, and leaves alone what can’t be read', async () => {
  const set = node('set-contact', { name: 'Ada Byron', locale: 'pt-br', timeZone: '{{ trigger.text }}' });
  const zone = node('set-contact', { timeZone: 'america/sao_paulo' });
  await world.publish('Notes', { start: keyword('note me'), set, zone }, [
    ['start', 'next', 'set'],
    ['set', 'next', 'zone'],
  ]);
  const ada = world.someone();
  const [run] = await world.says(ada, 'note me');
  const { id } = await world.contactOf(ada);
  await world.makeTurn(run!, 1);
  const contact = await world.sql`select name, locale, time_zone from contacts where id = ${id}`;
  expect([...contact]).toEqual([{ name: 'Ada Byron', locale: 'pt_BR', time_zone: 'America/Sao_Paulo' }]);
  const steps = await world.sql`
    select node_id, problem from flow_run_steps where run_id = ${run!} and problem is not null`;
  expect([...steps]).toEqual([{ node_id: 'set', problem: 'contact_value_refused' }]);
});
