/**
 * A campaign whose workers die at moments that nobody chose: their connections are cut in the middle of whatever they do. Two of them
 * work on it at once, people pause and resume it, and in the end everybody has one message.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCampaignWorld, type CampaignWorld } from '../../local/testing/campaign-world.ts';
import { TEST_MASTER_KEY } from '../../local/testing/provided.ts';
import { createPool } from '../../platform/db/pool.ts';
import { createLogger } from '../../platform/log.ts';
import { createSuppressionKeys } from '../../platform/secrets/suppression.ts';
import { demo } from '../../platform/seed/demo.ts';
import { createCloudApi } from '../../platform/whatsapp/cloud-api.ts';
import { createGate } from '../gate/gate.ts';
import { clockFrom } from './campaign.ts';
import { workOnCampaign } from './work-on-campaign.ts';

const SEED = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);
const PEOPLE = 150;
const DEATHS = 8;
const CONNECTIONS = 4;

let world: CampaignWorld;

beforeAll(async () => {
  world = await startCampaignWorld();
});
afterAll(() => world?.stop());

it(`sends everybody one message, or nobody knows (FC_SEED=${SEED})`, async () => {
  const moments = fc.sample(
    fc.array(fc.integer({ min: 0, max: 250 }), { minLength: DEATHS, maxLength: DEATHS }),
    {
      seed: SEED,
      numRuns: 2,
    },
  );
  const people = await world.people(PEOPLE, { tag: 'all' });
  await world.simulator.addFault({ action: { delayMs: 15 } });
  const id = await world.campaign();
  await world.change(id, 'start', { startsAt: new Date() });
  await Promise.all(
    moments.map(async (lives) => {
      for (const lifeMs of lives) await liveFor(id, lifeMs);
    }),
  );
  await world.change(id, 'pause').catch(() => {});
  await world.change(id, 'resume').catch(() => {});
  await expect
    .poll(
      async () => {
        await endLeases();
        return (await world.run(id)).status;
      },
      { timeout: 20_000 },
    )
    .toBe('completed');

  const recipients = await world.recipients(id);
  expect(recipients.filter(({ state }) => state !== 'sent')).toEqual([]);
  const unknown = new Set(
    recipients.filter(({ status }) => status === 'unknown').map(({ contactId }) => contactId),
  );
  for (const { id: contactId, number } of people) {
    const { length: got } = await world.received(number);
    expect(got).toBeLessThanOrEqual(1);
    if (!unknown.has(contactId)) expect(got).toBe(1);
  }
  const [messages] = await world.admin`select count(*)::int as n from messages where campaign_id = ${id}`;
  expect(messages).toEqual({ n: PEOPLE });
});

/** A worker that works on whatever is next until its connections are cut. */
async function liveFor(campaignId: string, lifeMs: number): Promise<void> {
  const sql = createPool(world.rig.database.workerUrl, { max: CONNECTIONS, applicationName: 'mortal' });
  // The driver asks for types on a new connection, and can't bear to die then.
  await Promise.all(Array.from({ length: CONNECTIONS }, () => sql`select 1`));
  const cloudApi = createCloudApi(world.simulator.url, 'v25.0');
  const gate = createGate({
    ...{ sql, lazySql: sql, cloudApi, log: createLogger('test', 'silent'), masterKey: TEST_MASTER_KEY },
    suppressionKeys: createSuppressionKeys(TEST_MASTER_KEY),
  });
  const death = new AbortController();
  const options = { gate, signal: death.signal, clock: clockFrom(new Date()) };
  const life = (async () => {
    for (let step: Parameters<typeof workOnCampaign>[2] = 'look'; !death.signal.aborted;) {
      const { next } = await workOnCampaign(sql, { orgId: demo.orgId, campaignId }, step, options);
      step = next === 'wait' || next === 'end' ? 'look' : next;
    }
  })();
  await Promise.race([life.catch(() => {}), sleep(lifeMs)]);
  await sql.end({ timeout: 0 });
  death.abort();
  await life.catch(() => {});
  await cloudApi.close();
  await endLeases();
}

/** What a minute would do. */
async function endLeases() {
  await world.admin`
    with held as materialized (select id from messages where status = 'sending' for update skip locked)
    update messages m set lease_until = clock_timestamp() from held where m.id = held.id`;
  await world.admin`
    with held as materialized (select message_id from campaign_recipients where state = 'claimed' for update skip locked)
    update campaign_recipients r set lease_until = clock_timestamp() from held where r.message_id = held.message_id`;
}
