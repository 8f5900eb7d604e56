/** Flows that begin when somebody's consent changes, on a real database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { node, startFlowWorld, type FlowWorld } from '../../local/testing/flow-world.ts';
import { demo } from '../../platform/seed/demo.ts';

let world: FlowWorld;
let sql: FlowWorld['sql'];

beforeAll(async () => {
  world = await startFlowWorld();
  ({ sql } = world);
});
afterAll(() => world?.stop());

async function known() {
  const person = world.someone();
  await world.says(person, 'just a note');
  return person;
}

describe('consent that changes', () => {
  it('starts the flows whose trigger means that purpose and that answer', async () => {
    await world.publish(
      'Agreed',
      { start: node('consent-trigger', { purpose: 'marketing', to: 'granted' }) },
      [],
    );
    await world.publish('Any word', { start: node('consent-trigger', { purpose: 'marketing' }) }, []);
    const gita = await known();
    const { id } = await world.contactOf(gita);
    const says = async (purpose: string, state: string) => {
      await sql`
        insert into consent_events (org_id, contact_id, purpose, state, source, at)
        values (${demo.orgId}, ${id}, ${purpose}, ${state}, 'test', now())`;
      await world.settleEvents();
      return [(await world.runsOf('Agreed', gita)).length, (await world.runsOf('Any word', gita)).length];
    };
    expect(await says('utility', 'granted')).toEqual([0, 0]);
    expect(await says('marketing', 'requested')).toEqual([0, 1]);
    expect(await says('marketing', 'granted')).toEqual([1, 2]);
    expect(await says('marketing', 'granted')).toEqual([1, 2]);
    expect(await says('marketing', 'denied')).toEqual([1, 3]);
  });

  it('by a flow starts flows too, until they have caused each other too often', async () => {
    const nodes = {
      yes: node('consent-trigger', { purpose: 'utility', to: 'granted' }),
      takes: node('set-consent', { purpose: 'utility', state: 'denied' }),
      no: node('consent-trigger', { purpose: 'utility', to: 'denied' }),
      gives: node('set-consent', { purpose: 'utility', state: 'granted' }),
    };
    await world.publish('Flips', nodes, [
      ['yes', 'next', 'takes'],
      ['no', 'next', 'gives'],
    ]);
    const hugo = await known();
    const { id } = await world.contactOf(hugo);
    await sql`
      insert into consent_events (org_id, contact_id, purpose, state, source, at)
      values (${demo.orgId}, ${id}, 'utility', 'granted', 'test', now())`;
    let runs = await world.settleEvents();
    for (let rounds = 0; runs.length > 0 && rounds < 20; rounds += 1) {
      for (const run of runs) await world.makeTurn(run, 1);
      runs = await world.settleEvents();
    }
    expect(await world.runsOf('Flips', hugo)).toHaveLength(5);
  });
});
