/** The cap on messages that nobody asked for, when several campaigns go to the same people. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCampaignWorld, tagged, type CampaignWorld } from '../../local/testing/campaign-world.ts';
import { demo } from '../../platform/seed/demo.ts';

let world: CampaignWorld;

beforeAll(async () => {
  world = await startCampaignWorld();
});
afterAll(() => world?.stop());

it('two campaigns at the same moment don’t both send to somebody who may get one', async () => {
  const tag = world.newTag();
  const [person] = await world.people(1, { tag });
  const delivery = { frequencyCap: { max: 1, periodMs: 86_400_000 } };
  const [one, two] = [await started(), await started()];
  const rolledBack = Promise.withResolvers<void>();
  // Whoever opens the conversation waits for who is opening it.
  const opening = world.admin
    .begin(async (tx) => {
      await tx`
        insert into conversations (org_id, contact_id, phone_number_id) values (${demo.orgId}, ${person!.id}, ${demo.phoneNumberId})`;
      await rolledBack.promise;
      throw new Error('rolled back');
    })
    .catch(() => {});
  const first = world.run(one);
  await expect.poll(waiting).toBe(1);
  const second = world.run(two);
  await expect.poll(async () => (await waiting()) === 2 || (await isPutOff(two))).toBe(true);
  rolledBack.resolve();
  await Promise.all([opening, first, second]);
  expect(await world.receivedBy([person!])).toEqual([1]);
  expect(await world.statesOf(two)).toEqual(['1 excluded frequency_cap']);

  async function started(): Promise<string> {
    const id = await world.campaign({ include: tagged(tag), delivery });
    await world.change(id, 'start', { startsAt: new Date() });
    await world.step(id, 'look', new Date());
    await world.step(id, 'prepare', new Date());
    return id;
  }
});

async function waiting(): Promise<number> {
  const [row] = await world.admin<{ count: number }[]>`
    select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return row!.count;
}

async function isPutOff(id: string): Promise<boolean> {
  const [recipient] = await world.recipients(id);
  return recipient!.state === 'pending' && recipient!.sendAt > new Date();
}
