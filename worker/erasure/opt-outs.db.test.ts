/** What a person had refused, after they were erased and come back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { erasureWorld, type ErasureWorld } from '../../local/testing/erasure-world.ts';
import { TEST_MASTER_KEY } from '../../local/testing/provided.ts';
import { textWebhook } from '../../local/testing/webhooks.ts';
import { createPool, type Sql } from '../../platform/db/pool.ts';
import { createSuppressionKeys, suppressionHash } from '../../platform/secrets/suppression.ts';
import { demo } from '../../platform/seed/demo.ts';
import { fillIdentityHashes } from '../suppressions/fill-hashes.ts';

const org = demo.orgId;
const keys = createSuppressionKeys(TEST_MASTER_KEY);

let database: TestDatabase;
let sql: Sql;
let world: ErasureWorld;
let serial = 0;

beforeAll(async () => {
  database = await createDatabase();
  sql = createPool(database.workerUrl, { max: 4, applicationName: 'test' });
  world = erasureWorld(database, sql);
});
afterAll(async () => {
  await sql?.end({ timeout: 1 });
  await database?.drop();
});

describe('who had refused marketing', () => {
  it('refuses it still, and nothing else: the ledger says since when, and nothing of the person', async () => {
    const phone = number();
    const stoppedAt = minutesAgo(30);
    await says(phone, 'STOP', stoppedAt);
    await eraseNow(phone);
    await says(phone, 'hello again');
    expect(await stateOf(phone)).toEqual({ marketing: 'denied', utility: 'unknown', suppressed: false });
    expect(await ledgerOf(phone)).toEqual([
      {
        ...{ purpose: 'marketing', state: 'denied', source: 'beforeErasure', actor: 'system' },
        ...{ evidence: {}, at: stoppedAt },
      },
    ]);
  });

  it('takes it back by START, as ever', async () => {
    const phone = number();
    await says(phone, 'STOP', minutesAgo(30));
    await eraseNow(phone);
    await says(phone, 'START');
    expect(await stateOf(phone)).toEqual({ marketing: 'granted', utility: 'unknown', suppressed: false });
  });

  it('has taken it back when they are erased once more', async () => {
    const phone = number();
    await says(phone, 'STOP', minutesAgo(30));
    await eraseNow(phone);
    await says(phone, 'START');
    await eraseNow(phone);
    await says(phone, 'hello');
    expect(await stateOf(phone)).toMatchObject({ marketing: 'unknown' });
  });

  it('refuses it also when the number is written without its hash at first', async () => {
    const phone = number();
    await says(phone, 'STOP', minutesAgo(30));
    await eraseNow(phone);
    await sql.begin(async (tx) => {
      const [contact] = await tx<
        { id: string }[]
      >`insert into contacts (org_id) values (${org}) returning id`;
      await tx`
        insert into contact_identities (org_id, kind, value, contact_id) values (${org}, 'wa_id', ${phone}, ${contact!.id})`;
    });
    expect(await stateOf(phone)).toMatchObject({ marketing: 'unknown' });
    while (await fillIdentityHashes(sql, keys));
    expect(await stateOf(phone)).toMatchObject({ marketing: 'denied' });
  });
});

it('keeps a refusal of utility messages', async () => {
  const phone = number();
  await says(phone, 'hello', minutesAgo(30));
  await sql`
    insert into consent_events (org_id, contact_id, purpose, state, source, actor, at)
    values (${org}, ${await world.contactOf(phone)}, 'utility', 'denied', 'form', 'system', ${minutesAgo(20)})`;
  await eraseNow(phone);
  await says(phone, 'hello again');
  expect(await stateOf(phone)).toEqual({ marketing: 'unknown', utility: 'denied', suppressed: false });
});

it('keeps a suppression by people, which no START lifts', async () => {
  const phone = number();
  await says(phone, 'hello', minutesAgo(30));
  await sql`
    insert into suppressions (org_id, hash, hint)
    values (${org}, decode(${suppressionHash(await keys(sql, org), phone)}, 'hex'), 'x')`;
  await says(phone, 'STOP', minutesAgo(20));
  await eraseNow(phone);
  await says(phone, 'START');
  expect(await stateOf(phone)).toMatchObject({ suppressed: true });
});

it('keeps nothing of who had refused nothing', async () => {
  const phone = number();
  await says(phone, 'hello', minutesAgo(30));
  await eraseNow(phone);
  await says(phone, 'hello again');
  expect(await stateOf(phone)).toEqual({ marketing: 'unknown', utility: 'unknown', suppressed: false });
});

function says(from: string, text: string, at = new Date()) {
  return world.receive(textWebhook({ from, wamid: `wamid.opt-outs-${(serial += 1)}`, text, at }));
}

async function eraseNow(phone: string): Promise<void> {
  await world.erase(await world.request((await world.contactOf(phone))!));
}

async function stateOf(phone: string) {
  const [row] = await sql`
    select marketing_consent as marketing, utility_consent as utility, suppressed from contacts
    where id = ${await world.contactOf(phone)}`;
  return row;
}

async function ledgerOf(phone: string) {
  const rows = await sql`
    select purpose, state, source, actor, evidence, at from consent_events
    where contact_id = ${await world.contactOf(phone)} order by id`;
  return [...rows];
}

/** Whole seconds, as webhooks have them. */
const minutesAgo = (minutes: number) => new Date(Math.floor(Date.now() / 1000 - minutes * 60) * 1000);
const number = () => `1555302${String((serial += 1)).padStart(4, '0')}`;
