/** What deliveries do to a real database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import {
  envelope,
  messageWebhook,
  pressWebhook,
  statusWebhook,
  textWebhook,
} from '../../local/testing/webhooks.ts';
import { TEST_MASTER_KEY } from '../../local/testing/provided.ts';
import { createPool, type Sql } from '../../platform/db/pool.ts';
import { createLogger } from '../../platform/log.ts';
import type { OutboxRow } from '../dispatcher/outbox.ts';
import { createAssetCache } from './numbers.ts';
import { processBatch } from './process-batch.ts';
import { createSuppressionKeys } from '../../platform/secrets/suppression.ts';

const log = createLogger('test', 'silent');
const HOUR_MS = 3_600_000;
let database: TestDatabase;
let sql: Sql;
let serial = 0;

beforeAll(async () => {
  database = await createDatabase();
  sql = createPool(database.workerUrl, { max: 4, applicationName: 'test' });
});
afterAll(async () => {
  await sql?.end({ timeout: 1 });
  await database?.drop();
});

describe('who wrote', () => {
  it('is one person for both ways of writing a Brazilian number', async () => {
    await receive(textWebhook({ from: '5541988887777', wamid: wamid(), text: 'one', name: 'Bia' }));
    await receive(textWebhook({ from: '554188887777', wamid: wamid(), text: 'two' }));
    expect(await contactsNamed('Bia')).toHaveLength(1);
    expect(await messagesOf('Bia')).toEqual(['one', 'two']);
  });

  it('is found again by user id after the phone number is withheld', async () => {
    const user = 'BR.1234567890';
    const first = {
      from: '5511911112222',
      from_user_id: user,
      id: wamid(),
      timestamp: now(),
      type: 'text',
      text: { body: 'one' },
    };
    const second = { from_user_id: user, id: wamid(), timestamp: now(), type: 'text', text: { body: 'two' } };
    const contact = { profile: { name: 'Caio' }, user_id: user };
    await receive(envelope({ contacts: [{ ...contact, wa_id: '5511911112222' }], messages: [first] }));
    await receive(envelope({ contacts: [contact], messages: [second] }));
    expect(await messagesOf('Caio')).toEqual(['one', 'two']);
  });
});

describe('the 24-hour window', () => {
  it('runs from Meta’s time of the newest message, whatever order they arrive in', async () => {
    const from = number();
    const newest = new Date(Date.now() - HOUR_MS);
    await receive(textWebhook({ from, wamid: wamid(), text: 'newer', name: 'Dora', at: newest }));
    await receive(
      textWebhook({ from, wamid: wamid(), text: 'older', at: new Date(Date.now() - 5 * HOUR_MS) }),
    );
    const conversation = await conversationOf('Dora');
    expect(Math.round((conversation.window_expires_at.getTime() - newest.getTime()) / HOUR_MS)).toBe(24);
    expect(conversation.unread_count).toBe(2);
  });

  it('is opened once, with one workflow asked for', async () => {
    const from = number();
    const first = await receive(textWebhook({ from, wamid: wamid(), text: 'a', name: 'Egon' }));
    const second = await receive(textWebhook({ from, wamid: wamid(), text: 'b' }));
    expect(topics(first)).toEqual(['conversationWindow']);
    expect(topics(second)).toEqual([]);
  });
});

describe('the same delivery again', () => {
  it('changes nothing and wakes nobody', async () => {
    const body = textWebhook({ from: number(), wamid: wamid(), text: 'hi', name: 'Fay' });
    expect(topics(await receive(body)).toSorted()).toEqual(['conversationWindow', 'flowRun']);
    expect(await receive(body)).toEqual([]);
    expect(await messagesOf('Fay')).toEqual(['hi']);
  });

  it('fills in the ghost that Meta sent before the real message under the same id', async () => {
    const from = number();
    const id = wamid();
    const errors = [{ code: 131060, title: 'This message is currently unavailable.' }];
    await receive(messageWebhook({ from, wamid: id, name: 'Gus' }, { type: 'unsupported', errors }));
    await receive(textWebhook({ from, wamid: id, text: 'The real one' }));
    expect(await messagesOf('Gus')).toEqual(['The real one']);
  });
});

describe('routing', () => {
  it('gives a reply to the foreground run, not to a keyword of another flow', async () => {
    const from = number();
    const [start] = runsOf(await receive(textWebhook({ from, wamid: wamid(), text: 'hi', name: 'Hans' })));
    const [wake] = runsOf(await receive(textWebhook({ from, wamid: wamid(), text: 'hello' })));
    expect(wake!.key).toBe(start!.key);
    expect(wake!.payload).toMatchObject({ wake: { kind: 'reply' } });
  });

  it('gives a press to the run that sent the button, also when another run is in the foreground', async () => {
    const from = number();
    const [older] = runsOf(await receive(textWebhook({ from, wamid: wamid(), text: 'hi', name: 'Ilse' })));
    const sent = wamid();
    await sql`
      insert into messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, status, status_rank, source,
        flow_run_id, ordinal, wamid)
      select gen_random_uuid(), org_id, conversation_id, contact_id,
        (select phone_number_id from conversations v where v.id = r.conversation_id), 'outbound', 'buttons', 'sent', 30, 'flow', id, 1, ${sent}
      from flow_runs r where id = ${older!.key}`;
    await sql`update conversations set foreground_run_id = null where foreground_run_id = ${older!.key}`;
    await sql`update flow_runs set flow_id = flow_id where id = ${older!.key}`;
    const [wake] = runsOf(
      await receive(pressWebhook({ from, wamid: wamid(), pressed: sent, id: 'book', title: 'Book a visit' })),
    );
    expect(wake!.key).toBe(older!.key);
  });

  it('leaves messages to people while one of them has taken over', async () => {
    const from = number();
    await receive(textWebhook({ from, wamid: wamid(), text: 'A question', name: 'Jens' }));
    await sql`update conversations set mode = 'human' where id = ${(await conversationOf('Jens')).id}`;
    expect(runsOf(await receive(textWebhook({ from, wamid: wamid(), text: 'hi' })))).toEqual([]);
  });
});

describe('an answer to STOP', () => {
  it('is sent once when the organisation has one, also to words of its own', async () => {
    const [org] = await database.sql`
      insert into consent_settings (org_id, stop_reply, stop_words)
      select org_id, 'No more offers.', '{keine post}' from phone_numbers limit 1 returning org_id`;
    const body = textWebhook({ from: number(), wamid: wamid(), text: 'Keine Post!', name: 'Olga' });
    expect(topics(await receive(body)).sort()).toEqual(['conversationOutbox', 'conversationWindow']);
    expect(await receive(body)).toEqual([]);
    expect((await contactsNamed('Olga'))[0]!.marketing_consent).toBe('denied');
    expect(await messagesOf('Olga')).toEqual(['Keine Post!', 'No more offers.']);
    const late = textWebhook({
      from: number(),
      wamid: wamid(),
      text: 'stop',
      name: 'Paul',
      at: new Date(Date.now() - 30 * HOUR_MS),
    });
    expect(topics(await receive(late))).toEqual([]);
    await database.sql`delete from consent_settings where org_id = ${org!.org_id as string}`;
  });
});

describe('statuses', () => {
  it('only rise, whatever order they come in, and keep each its own time', async () => {
    const { id, to, sent } = await outboundMessage('Lia');
    const times = [3, 2, 1].map(
      (minutes) => new Date(Math.floor(Date.now() / 1000) * 1000 - minutes * 60_000),
    );
    await receive(
      statusWebhook([
        { wamid: sent, status: 'read', to, at: times[2]!, callbackData: id },
        { wamid: sent, status: 'delivered', to, at: times[1]!, callbackData: id },
        { wamid: sent, status: 'sent', to, at: times[0]!, callbackData: id },
      ]),
    );
    const [message] = await sql`select status, sent_at, delivered_at, read_at from messages where id = ${id}`;
    expect(message).toMatchObject({
      status: 'read',
      sent_at: times[0],
      delivered_at: times[1],
      read_at: times[2],
    });
  });

  it('don’t take a delivery back when a failure is reported later, but keep the report', async () => {
    const { id, to, sent } = await outboundMessage('Mona');
    await receive(statusWebhook([{ wamid: sent, status: 'delivered', to }]));
    await receive(
      statusWebhook([
        { wamid: sent, status: 'failed', to, errors: [{ code: 131026, title: 'Undeliverable' }] },
      ]),
    );
    const [message] = await sql`select status, error_code from messages where id = ${id}`;
    expect(message).toMatchObject({ status: 'delivered', error_code: null });
    expect(await sql`select 1 from private.message_status_events where wamid = ${sent}`).toHaveLength(2);
  });

  it('resolve an unknown message by our id in the callback data', async () => {
    const { id, to } = await outboundMessage('Nora', 'unknown');
    const meta = wamid();
    await receive(statusWebhook([{ wamid: meta, status: 'delivered', to, callbackData: id }]));
    const [message] = await sql`select status, wamid from messages where id = ${id}`;
    expect(message).toEqual({ status: 'delivered', wamid: meta });
  });
});

describe('what is not ours', () => {
  it('is dead-lettered and never put into an organisation', async () => {
    const id = wamid();
    const message = { from: number(), id, timestamp: now(), type: 'text', text: { body: 'to a stranger' } };
    await receive(envelope({ messages: [message] }, { numberId: '999999999999999' }));
    expect(await sql`select 1 from messages where wamid = ${id}`).toHaveLength(0);
    expect(
      await sql`select 1 from private.dead_letters where cause = 'foreign_asset' and org_id is null`,
    ).toHaveLength(1);
  });
});

async function receive(body: string): Promise<OutboxRow[]> {
  serial += 1;
  const delivery = { id: serial, appKey: 'default', receivedAt: new Date(), body: Buffer.from(body) };
  return processBatch(sql, log, createAssetCache(sql, createSuppressionKeys(TEST_MASTER_KEY)), [delivery]);
}

async function outboundMessage(name: string, status = 'sent') {
  const to = number();
  await receive(textWebhook({ from: to, wamid: wamid(), text: 'A question', name }));
  const sent = wamid();
  const [row] = await sql<{ id: string }[]>`
    insert into messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, status, status_rank, source, wamid)
    select gen_random_uuid(), v.org_id, v.id, v.contact_id, v.phone_number_id, 'outbound', 'text', ${status},
      ${status === 'unknown' ? 15 : 30}, 'agent', ${status === 'unknown' ? null : sent}
    from conversations v join contacts c on c.id = v.contact_id where c.name = ${name}
    returning id`;
  return { id: row!.id, to, sent };
}

function contactsNamed(name: string) {
  return sql`select id, marketing_consent from contacts where name = ${name}`;
}

async function messagesOf(name: string): Promise<string[]> {
  const rows = await sql`
    select m.text from messages m join contacts c on c.id = m.contact_id where c.name = ${name} order by m.created_at, m.id`;
  return rows.map((row) => row.text as string);
}

async function conversationOf(name: string) {
  const [row] = await sql`
    select v.id, v.window_expires_at, v.unread_count from conversations v join contacts c on c.id = v.contact_id where c.name = ${name}`;
  return row as unknown as { id: string; window_expires_at: Date; unread_count: number };
}

const topics = (rows: OutboxRow[]) => rows.map(({ topic }) => topic);
const runsOf = (rows: OutboxRow[]) => rows.filter((row) => row.topic === 'flowRun');
const now = () => String(Math.floor(Date.now() / 1000));
const wamid = () => `wamid.relay-${(serial += 1)}`;
const number = () => `1555222${String((serial += 1)).padStart(4, '0')}`;
