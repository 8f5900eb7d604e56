/** A campaign whose organisation is deleted. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCampaignWorld, tagged, type CampaignWorld } from '../../local/testing/campaign-world.ts';
import { demo } from '../../platform/seed/demo.ts';

let world: CampaignWorld;

beforeAll(async () => {
  world = await startCampaignWorld();
});
afterAll(() => world?.stop());

it('a paused campaign is woken when its organisation is purged, so that its workflow ends', async () => {
  const tag = world.newTag();
  await world.people(3, { tag });
  const id = await world.campaign({ include: tagged(tag) });
  await world.change(id, 'start', { startsAt: new Date() });
  await world.step(id, 'look', new Date());
  await world.change(id, 'pause');
  expect(await world.run(id)).toMatchObject({ next: 'wait', wakeAt: null, status: 'paused' });
  await world.admin`delete from private.outbox`;
  await world.admin`update organizations set deleted_at = now() where id = ${demo.orgId}`;
  await purge();
  expect(await world.admin`select key, payload from private.outbox where topic = 'campaign'`).toEqual([
    { key: id, payload: { orgId: demo.orgId } },
  ]);
  expect(await world.run(id)).toMatchObject({ next: 'end', status: 'gone' });
});

async function purge(): Promise<void> {
  for (;;) {
    const [row] = await world.sql<
      { hasMore: boolean }[]
    >`select private.purge_organization(${demo.orgId}, 100) as "hasMore"`;
    if (!row!.hasMore) return;
  }
}
