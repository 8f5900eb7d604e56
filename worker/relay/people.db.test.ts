/** Who a delivery is about, and what happens when WhatsApp says that two are one. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { TEST_MASTER_KEY } from '../../local/testing/provided.ts';
import { envelope, textWebhook } from '../../local/testing/webhooks.ts';
import { createPool, type Sql } from '../../platform/db/pool.ts';
import { createLogger } from '../../platform/log.ts';
import { loadMessages } from '../gate/load.ts';
import { createAssetCache } from './numbers.ts';
import { processBatch } from './process-batch.ts';
import { createSuppressionKeys } from '../../platform/secrets/suppression.ts';

const log = createLogger('test', 'silent');
const fixtures =
  process.env.PARLEY_FIXTURES ?? fileURLToPath(new URL('../../../shared/fixtures/whatsapp', import.meta.url));

let database: TestDatabase;
let sql: Sql;
let serial = 0;

beforeAll(async () => {
  database = await createDatabase();
  sql = createPool(database.workerUrl, { max: 8, applicationName: 'test' });
});
afterAll(async () => {
  await sql?.end({ timeout: 1 });
  await database?.drop();
});

describe('a delivery that names a number and a user id of two contacts', () => {
  it('makes them one: the older contact, one thread, nothing lost', async () => {
    const { phone, user } = ids();
    await receive(fromUser(user, 'first, by user id'));
    const older = await contactOf('bsuid', user);
    await receive(textWebhook({ from: phone, wamid: wamid(), text: 'second, by phone', name: 'Younger' }));
    const younger = await contactOf('wa_id', phone);
    expect(younger).not.toBe(older);
    await sql`update contacts set tags = '{vip}', attributes = '{"city": "Rio"}' where id = ${younger}`;

    await receive(fromBoth(phone, user, 'third, by both'));
    expect(await contactOf('wa_id', phone)).toBe(older);
    expect(await contactOf('bsuid', user)).toBe(older);
    expect(await textsOf(older)).toEqual(['first, by user id', 'second, by phone', 'third, by both']);
    const [contact] = await sql`select name, tags, attributes from contacts where id = ${older}`;
    expect(contact).toEqual({ name: 'Younger', tags: ['vip'], attributes: { city: 'Rio' } });
    expect(await conversationsOf(older)).toMatchObject([{ unread: 3 }]);
    const merges = await sql`
      select contact_id, cause, merged_by from contact_merges where merged_contact_id = ${younger}`;
    expect([...merges]).toEqual([{ contact_id: older, cause: 'linked', merged_by: 'meta' }]);
  });

  it('starts nothing by it: no event but that of the merge', async () => {
    const { phone, user } = ids();
    await receive(fromUser(user, 'a'));
    await receive(textWebhook({ from: phone, wamid: wamid(), text: 'b' }));
    await sql`update contacts set tags = '{lead}' where id = ${await contactOf('wa_id', phone)}`;
    const events = await sql`select max(id) as last from contact_events`;
    await receive(fromBoth(phone, user, 'c'));
    const fresh =
      await sql`select kind, routed_at from contact_events where id > ${events[0]!.last as number}`;
    expect([...fresh]).toEqual([{ kind: 'merged', routed_at: null }]);
  });

  it('changes nothing more when it comes again', async () => {
    const { phone, user } = ids();
    await receive(fromUser(user, 'a'));
    await receive(textWebhook({ from: phone, wamid: wamid(), text: 'b' }));
    const both = fromBoth(phone, user, 'c');
    await receive(both);
    const before = await everything();
    await receive(both);
    expect(await everything()).toEqual(before);
  });

  it('comes to the same end when many such deliveries arrive at once', async () => {
    const people = Array.from({ length: 6 }, ids);
    for (const { phone, user } of people) {
      await receive(fromUser(user, 'a'));
      await receive(textWebhook({ from: phone, wamid: wamid(), text: 'b' }));
    }
    const deliveries = people.flatMap(({ phone, user }) => [
      fromBoth(phone, user, 'c'),
      fromBoth(phone, user, 'd'),
      textWebhook({ from: phone, wamid: wamid(), text: 'e' }),
      fromUser(user, 'f'),
    ]);
    await Promise.all(deliveries.map((body) => receiveUntilDone(body)));
    for (const { phone, user } of people) {
      const contactId = await contactOf('wa_id', phone);
      expect(await contactOf('bsuid', user)).toBe(contactId);
      expect((await textsOf(contactId)).sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
      expect(await conversationsOf(contactId)).toMatchObject([{ unread: 6 }]);
    }
  });

  it('makes one contact when two deliveries bring the same new person by different ids at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { phone, user } = ids();
      const bodies = [
        textWebhook({ from: phone, wamid: wamid(), text: 'a' }),
        fromUser(user, 'b'),
        fromBoth(phone, user, 'c'),
      ];
      await Promise.all(bodies.map((body) => receiveUntilDone(body)));
      await receive(fromBoth(phone, user, 'd'));
      expect((await textsOf(await contactOf('wa_id', phone))).sort()).toEqual(['a', 'b', 'c', 'd']);
    }
  });

  it('unites what both said about consent, the newest deciding', async () => {
    const { phone, user } = ids();
    await receive(fromUser(user, 'STOP', minutesAgo(11)));
    await receive(fromUser(user, 'START', minutesAgo(10)));
    await receive(textWebhook({ from: phone, wamid: wamid(), text: 'STOP', at: minutesAgo(5) }));
    await receive(fromBoth(phone, user, 'hm', minutesAgo(1)));
    const contactId = await contactOf('wa_id', phone);
    const [contact] = await sql`select marketing_consent from contacts where id = ${contactId}`;
    expect(contact!.marketing_consent).toBe('denied');
    const entries = await sql`
      select state, contact_id = ${contactId} as own from consent_events
      where contact_id = any(private.ids_of_contact(org_id, ${contactId})) order by at`;
    expect([...entries]).toEqual([
      { state: 'denied', own: true },
      { state: 'granted', own: true },
      { state: 'denied', own: false }, // the ledger itself is never rewritten
    ]);
  });
});

describe('runs of a contact that is merged away', () => {
  it('go on in the thread that is left', async () => {
    const { phone, user } = ids();
    await receive(fromUser(user, 'nothing that starts a flow'));
    const rows = await receive(textWebhook({ from: phone, wamid: wamid(), text: 'hi' }));
    const run = rows.find(({ topic }) => topic === 'flowRun')!.key;
    const wakes = await receive(fromBoth(phone, user, 'Prices'));
    expect(wakes.find(({ topic }) => topic === 'flowRun')).toMatchObject({
      key: run,
      payload: { wake: { kind: 'reply' } },
    });
    const contactId = await contactOf('bsuid', user);
    const [stored] = await sql`select contact_id, conversation_id, ended_at from flow_runs where id = ${run}`;
    const [conversation] = await conversationsOf(contactId);
    expect(stored).toEqual({ contact_id: contactId, conversation_id: conversation!.id, ended_at: null });
    expect(conversation!.foreground).toBe(run);
  });
});

describe('somebody who changed their number', () => {
  it('is the same contact as the one who wrote from the new number before we were told', async () => {
    const [before, after] = [ids().phone, ids().phone];
    await receive(textWebhook({ from: before, wamid: wamid(), text: 'old number' }));
    await receive(textWebhook({ from: after, wamid: wamid(), text: 'new number' }));
    const older = await contactOf('wa_id', before);
    await receive(
      envelope({
        messages: [
          {
            from: before,
            id: wamid(),
            timestamp: seconds(),
            type: 'system',
            system: { type: 'user_changed_number', wa_id: after, body: 'x changed' },
          },
        ],
      }),
    );
    expect(await contactOf('wa_id', after)).toBe(older);
    expect(await textsOf(older)).toEqual(['old number', 'new number', 'x changed']);
  });

  it('is written to at the new number from then on, and at the old one when they write from there again', async () => {
    const [before, after] = [ids().phone, ids().phone];
    await receive(textWebhook({ from: before, wamid: wamid(), text: 'old number' }));
    const contactId = await contactOf('wa_id', before);
    const changed = { type: 'user_changed_number', wa_id: after };
    await receive(
      envelope({
        messages: [{ from: before, id: wamid(), timestamp: seconds(), type: 'system', system: changed }],
      }),
    );
    expect(await recipientOf(contactId)).toBe(after);
    await receive(textWebhook({ from: before, wamid: wamid(), text: 'still here' }));
    expect(await recipientOf(contactId)).toBe(before);
  });
});

it('writes a hash beside every id, the same for both ways of writing a number', async () => {
  await receive(textWebhook({ from: '5521988880001', wamid: wamid(), text: 'a' }));
  await receive(textWebhook({ from: '552188880001', wamid: wamid(), text: 'b' }));
  const rows = await sql`
    select count(*)::int as ids, count(distinct hash)::int as hashes from contact_identities
    where contact_id = ${await contactOf('wa_id', '552188880001')}`;
  expect(rows[0]).toEqual({ ids: 3, hashes: 1 });
});

describe.skipIf(!existsSync(fixtures))('deliveries from the field', () => {
  it.each([
    ['153-bsuid-phone-then-bsuid-then-parent.json', 1],
    ['154-bsuid-and-phone-known-as-two-people.json', 1],
    ['155-bsuid-update-field-and-system.json', null],
    ['156-bsuid-two-people-one-username.json', 2],
  ])('%s', async (file, people) => {
    const body = readFileSync(`${fixtures}/webhooks/${file}`, 'utf8');
    const before = await countContacts();
    await receive(body);
    const after = await countContacts();
    if (people !== null) expect(after - before).toBe(people);
    await receive(body);
    expect(await countContacts()).toBe(after);
    const thrown = await sql`select cause from private.dead_letters where cause ~ '^[0-9A-Z]{5}$'`;
    expect([...thrown]).toEqual([]);
  });
});

function receive(body: string) {
  serial += 1;
  const delivery = { id: serial, appKey: 'default', receivedAt: new Date(), body: Buffer.from(body) };
  return processBatch(sql, log, createAssetCache(sql, createSuppressionKeys(TEST_MASTER_KEY)), [delivery]);
}

/** As the relay does: what fails for a passing reason (a deadlock) is done again. */
async function receiveUntilDone(body: string): Promise<void> {
  for (;;) {
    try {
      await receive(body);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== '40P01') throw error;
    }
  }
}

function ids(): { phone: string; user: string } {
  serial += 1;
  const end = String(serial).padStart(6, '0');
  return { phone: `1555300${end.slice(-4)}`, user: `US.7000${end}` };
}

function fromUser(user: string, text: string, at?: Date): string {
  const message = {
    from_user_id: user,
    id: wamid(),
    timestamp: seconds(at),
    type: 'text',
    text: { body: text },
  };
  return envelope({ contacts: [{ user_id: user }], messages: [message] });
}

function fromBoth(phone: string, user: string, text: string, at?: Date): string {
  const message = {
    from: phone,
    from_user_id: user,
    id: wamid(),
    timestamp: seconds(at),
    type: 'text',
    text: { body: text },
  };
  return envelope({ contacts: [{ wa_id: phone, user_id: user }], messages: [message] });
}

async function contactOf(kind: string, value: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    select contact_id as id from contact_identities where kind = ${kind} and value = ${value}`;
  return row!.id;
}

async function textsOf(contactId: string): Promise<string[]> {
  const rows = await sql<{ text: string }[]>`
    select text from messages where contact_id = ${contactId} order by created_at, id`;
  return rows.map(({ text }) => text);
}

async function conversationsOf(contactId: string) {
  const rows = await sql<{ id: string; unread: number; foreground: string | null }[]>`
    select id, unread_count as unread, foreground_run_id as foreground from conversations where contact_id = ${contactId}`;
  return [...rows];
}

/** Where the gate would send an answer. */
async function recipientOf(contactId: string): Promise<string | null> {
  const [message] = await sql<
    { id: string }[]
  >`select id from messages where contact_id = ${contactId} limit 1`;
  return (await loadMessages(sql, [message!.id], new Date())).get(message!.id)!.waId;
}

async function countContacts(): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from contacts`;
  return row!.n;
}

async function everything() {
  const [row] = await sql`
    select (select count(*)::int from contacts) as contacts, (select count(*)::int from messages) as messages,
      (select count(*)::int from contact_events) as events, (select count(*)::int from contact_merges) as merges,
      (select md5(string_agg(i::text, ',' order by i.kind, i.value)) from contact_identities i) as identities,
      (select sum(unread_count)::int from conversations) as unread`;
  return row;
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const seconds = (at: Date = new Date()) => String(Math.floor(at.getTime() / 1000));
const wamid = () => `wamid.people-${(serial += 1)}`;
