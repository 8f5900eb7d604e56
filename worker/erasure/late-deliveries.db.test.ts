/** What WhatsApp sends about a person's messages after the person was erased. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { erasureWorld, type ErasureWorld } from '../../local/testing/erasure-world.ts';
import { rowsWith } from '../../local/testing/find-values.ts';
import { messageWebhook, statusWebhook, textWebhook } from '../../local/testing/webhooks.ts';
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

interface Erased {
  phone: string;
  /** Of what they wrote. */
  wamid: string;
  /** Of what they were sent. */
  sentWamid: string;
  /** Ours, of what was on its way and had no WhatsApp id. */
  unsentId: string;
}

/** Wrote once, was written to once, and one message was on its way when they were erased. */
async function erasedPerson(): Promise<Erased> {
  const phone = `1555301${String((serial += 1)).padStart(4, '0')}`;
  const person = {
    ...{ phone, wamid: `wamid.from-${phone}`, sentWamid: `wamid.to-${phone}` },
    unsentId: randomUUID(),
  };
  await world.receive(
    textWebhook({ from: phone, wamid: person.wamid, text: 'Hello', name: 'Zebulon Quirke' }),
  );
  const contactId = (await world.contactOf(phone))!;
  for (const [id, wamid, status] of [
    [randomUUID(), person.sentWamid, 'sent'],
    [person.unsentId, null, 'sending'],
  ] as const)
    await database.sql`
      insert into messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, content, wamid, status,
        status_rank, source)
      select ${id}, org_id, id, contact_id, phone_number_id, 'outbound', 'text', '{}', ${wamid}, ${status}, 20, 'agent'
      from conversations where contact_id = ${contactId}`;
  await world.erase(await world.request(contactId));
  return person;
}

const traces = ({ phone, wamid, sentWamid }: Erased) => rowsWith(database.sql, [phone, wamid, sentWamid]);

describe('after the erasure of a person', () => {
  it('the same message in another delivery makes nobody, and its body is not kept', async () => {
    const person = await erasedPerson();
    const { phone: from, wamid } = person;
    await world.receive(textWebhook({ from, wamid, text: 'Hello', name: 'Zebulon Q.' }));
    expect(await world.contactOf(from)).toBeNull();
    expect(await traces(person)).toEqual({});
  });

  it('what changes or marks such a message makes nobody either', async () => {
    const person = await erasedPerson();
    const { phone: from, wamid: target } = person;
    const changes = [
      { type: 'reaction', reaction: { message_id: target, emoji: '👍' } },
      { type: 'revoke', revoke: { original_message_id: target } },
      {
        type: 'edit',
        edit: { original_message_id: target, message: { type: 'text', text: { body: 'Hello?' } } },
      },
    ];
    for (const [n, change] of changes.entries())
      await world.receive(messageWebhook({ from, wamid: `wamid.change-${n}-${from}` }, change));
    expect(await world.contactOf(from)).toBeNull();
    expect(await traces(person)).toEqual({});
  });

  it('a late status is not kept, by whichever id it is known', async () => {
    const person = await erasedPerson();
    const { phone: to, sentWamid, unsentId } = person;
    const unknownWamid = `wamid.unknown-${to}`;
    await world.receive(
      statusWebhook([
        { wamid: sentWamid, status: 'read', to },
        { wamid: unknownWamid, status: 'delivered', to, callbackData: unsentId },
      ]),
    );
    expect(await traces(person)).toEqual({});
    expect(await rowsWith(database.sql, [unknownWamid])).toEqual({});
  });

  it('what came together with it is applied all the same', async () => {
    const person = await erasedPerson();
    const from = '15553020001';
    const wamid = 'wamid.somebody-else';
    await world.receive(textWebhook({ from, wamid, text: 'Hi' }));
    const [late, other] = [
      textWebhook({ from: person.phone, wamid: person.wamid, text: 'Hello' }),
      textWebhook({ from, wamid: 'wamid.somebody-else-2', text: 'Are you there?' }),
    ].map((body) => JSON.parse(body) as { entry: object[] });
    await world.receive(JSON.stringify({ ...late, entry: [...late!.entry, ...other!.entry] }));
    const rows = await sql`select 1 from messages where contact_id = ${await world.contactOf(from)}`;
    expect(rows).toHaveLength(2);
    expect(await traces(person)).toEqual({});
  });

  it('a replay of such a delivery finds nothing', async () => {
    const person = await erasedPerson();
    const { phone: from, wamid } = person;
    await world.receive(textWebhook({ from, wamid, text: 'Hello', name: 'Zebulon Q.' }));
    await database.sql`update private.webhook_events set state = 'pending', erased_at = null where erased_at is not null`;
    await world.receive(textWebhook({ from: '15553020002', wamid: 'wamid.next', text: 'Hi' }));
    expect(await world.contactOf(from)).toBeNull();
    expect(await traces(person)).toEqual({});
  });

  it('their next message begins anew, and an old one doesn’t join it', async () => {
    const { phone: from, wamid } = await erasedPerson();
    await world.receive(textWebhook({ from, wamid: `wamid.new-${from}`, text: 'Me again' }));
    await world.receive(textWebhook({ from, wamid, text: 'Hello' }));
    const messages = await sql`select text from messages where contact_id = ${await world.contactOf(from)}`;
    expect([...messages]).toEqual([{ text: 'Me again' }]);
  });
});
