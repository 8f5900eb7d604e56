/** Which raw deliveries lose their bodies with a person, and which stay. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { erasureWorld, type ErasureWorld } from '../../local/testing/erasure-world.ts';
import { rowsWith } from '../../local/testing/find-values.ts';
import { envelope, statusWebhook, textWebhook } from '../../local/testing/webhooks.ts';
import { createPool, type Sql } from '../../platform/db/pool.ts';

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

describe('deliveries that name the person', () => {
  for (const [country, phone, otherWay] of [
    ['Brazil', '5511987654321', '551187654321'],
    ['Mexico', '525550001111', '5215550001111'],
    ['Argentina', '5491122334455', '541122334455'],
  ] as const)
    it(`by the other way in which WhatsApp writes a number: ${country}`, async () => {
      await world.receive(textWebhook({ from: phone, wamid: nextWamid(), text: 'Oi' }));
      await world.receive(statusWebhook([{ wamid: nextWamid(), status: 'read', to: otherWay }]));
      await erase(await ownerOf(phone));
      expect(await rowsWith(database.sql, [phone, otherWay])).toEqual({});
    });

  it('by nothing but a message of theirs, however its id is escaped and whatever else the body holds', async () => {
    const { phone, user } = ids();
    const wamid = `wamid.HBg/+${phone}==`;
    await receive({ phone, user, wamid });
    const marker = `only-of-${phone}`;
    const bodies = [
      unnamed(wamid, marker),
      unnamed(wamid, marker).replaceAll('/', String.raw`\/`),
      // Latin-1, where UTF-8 was to be.
      Buffer.from(unnamed(wamid, `${marker} ü`), 'latin1'),
    ];
    for (const body of bodies) await keep(body);
    await erase(await ownerOf(user, 'bsuid'));
    expect(await rowsWith(database.sql, [marker])).toEqual({});
  });

  it('by a number that was theirs, in messages of theirs; those of its new owner stay', async () => {
    const [former, current] = [ids(), ids()];
    const wamid = nextWamid();
    await receive({ ...former, wamid });
    await keep(statusWebhook([{ wamid, status: 'read', to: former.phone }]));
    const newer = { phone: former.phone, user: current.user, wamid: nextWamid() };
    await receive(newer);
    await erase(await ownerOf(former.user, 'bsuid'));
    expect(await rowsWith(database.sql, [wamid, former.user])).toEqual({});
    expect(await bodiesWith(newer.wamid)).toBe(1);
  });

  it('by a number that goes to somebody else while they are being erased: only what is theirs', async () => {
    const [former, current] = [ids(), ids()];
    await receive({ ...former, wamid: nextWamid() });
    const erasure = await world.request((await ownerOf(former.user, 'bsuid'))!);
    // The first slice has noted the number.
    await sql`select private.erase_contact(org_id, id, 1) from erasures where id = ${erasure}`;
    const newer = { phone: former.phone, user: current.user, wamid: nextWamid() };
    await receive(newer);
    await world.erase(erasure);
    expect(await rowsWith(database.sql, [former.user])).toEqual({});
    expect(await bodiesWith(newer.wamid)).toBe(1);
  });
});

it('forgets whose messages they were when it is complete', async () => {
  const { phone, user } = ids();
  await receive({ phone, user, wamid: nextWamid() });
  const erasure = await world.request((await ownerOf(phone))!);
  await world.erase(erasure);
  const [kept] = await database.sql`select count(*)::int as n from private.erasure_wamids`;
  expect(kept).toEqual({ n: 0 });
});

function receive({ phone, user, wamid }: { phone: string; user: string; wamid: string }): Promise<void> {
  return world.receive(
    envelope({
      contacts: [{ profile: { name: 'Somebody' }, wa_id: phone, user_id: user }],
      messages: [
        {
          ...{ from: phone, from_user_id: user, id: wamid, type: 'text', text: { body: 'Hello' } },
          timestamp: String(Math.floor(Date.now() / 1000) + (serial += 1)),
        },
      ],
    }),
  );
}

/** A delivery that was worked on already and names nobody. */
function unnamed(wamid: string, marker: string): string {
  return envelope({ statuses: [{ id: wamid, status: 'played', conversation: { id: marker } }] });
}

async function keep(body: string | Buffer): Promise<void> {
  await database.sql`
    insert into private.webhook_events (app_key, lane, priority, body, sha256, state)
    values ('default', 0, 0, ${Buffer.from(body)}, sha256(${Buffer.from(body)}), 'done')`;
}

async function bodiesWith(value: string): Promise<number> {
  const places = await rowsWith(database.sql, [value]);
  return places['private.webhook_events'] ?? 0;
}

async function ownerOf(value: string, kind = 'wa_id'): Promise<string | null> {
  const [row] = await database.sql<{ id: string }[]>`
    select contact_id as id from contact_identities where kind = ${kind} and value = ${value}`;
  return row?.id ?? null;
}

async function erase(contactId: string | null): Promise<void> {
  await world.erase(await world.request(contactId!));
}

function ids() {
  serial += 1;
  return { phone: `1555304${String(serial).padStart(4, '0')}`, user: `US.13491208655302${serial}` };
}
const nextWamid = () => `wamid.delivery-${(serial += 1)}`;
