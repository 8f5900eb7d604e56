/** Numbers by the hour, on a real database: what changes late is counted anew, and counting from the start gives the same. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { createPool, type Sql } from '../../platform/db/pool.ts';
import { createHourCounter } from './count-hours.ts';

let database: TestDatabase;
/** As the owner. */
let sql: TestDatabase['sql'];
/** As the worker. */
let worker: Sql;
let org: string;
let number: string;

beforeAll(async () => {
  database = await createDatabase();
  ({ sql } = database);
  worker = createPool(database.workerUrl, { max: 4, applicationName: 'analytics test' });
  ({ org, number } = await office('UTC'));
});
afterAll(async () => {
  await worker.end();
  await database.drop();
});

async function office(timeZone: string): Promise<{ org: string; number: string }> {
  const [id, waba, phone] = [randomUUID(), randomUUID(), randomUUID()];
  await sql`insert into organizations (id, name, slug, time_zone) values (${id}, 'A', ${`a-${id}`}, ${timeZone})`;
  await sql`insert into waba_accounts (id, org_id, app_key, meta_waba_id) values (${waba}, ${id}, 'default', ${waba})`;
  await sql`
    insert into phone_numbers (id, org_id, waba_account_id, meta_phone_number_id, display_phone_number)
    values (${phone}, ${id}, ${waba}, ${phone}, '+1')`;
  return { org: id, number: phone };
}

interface Talk {
  contact: string;
  conversation: string;
}

async function talk(at: string, where = { org, number }): Promise<Talk> {
  const [contact, conversation] = [randomUUID(), randomUUID()];
  await sql`insert into contacts (id, org_id, created_at) values (${contact}, ${where.org}, ${at})`;
  await sql`
    insert into conversations (id, org_id, contact_id, phone_number_id, created_at)
    values (${conversation}, ${where.org}, ${contact}, ${where.number}, ${at})`;
  return { contact, conversation };
}

interface Said {
  status?: string;
  source?: string;
  type?: string;
  code?: string;
  pricing?: object;
}

async function say(to: Talk, at: string, said: Said = {}, where = { org, number }): Promise<string> {
  const { status = 'received', source = 'contact', type = 'text', code = null, pricing = null } = said;
  const id = randomUUID();
  await sql`
    insert into messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, status, status_rank, source,
      error_code, pricing, created_at)
    values (${id}, ${where.org}, ${to.conversation}, ${to.contact}, ${where.number},
      ${source === 'contact' ? 'inbound' : 'outbound'}, ${type}, ${status}, 0, ${source}, ${code},
      ${pricing === null ? null : sql.json(pricing as never)}, ${at})`;
  return id;
}

async function countAll(): Promise<void> {
  while (await createHourCounter(worker)());
}

const hours = (id = org) => sql<Record<string, unknown>[]>`
  select * from analytics_hours where org_id = ${id} order by at, phone_number_id nulls first`;

async function hour(at: string, id = org, ofNumber = true): Promise<Record<string, unknown> | undefined> {
  await countAll();
  const rows = await hours(id);
  return rows.find(
    (row) => (row.at as Date).toISOString() === at && (row.phone_number_id !== null) === ofNumber,
  );
}

describe('an hour', () => {
  it('counts each message once, in the state that it has, and again when that changes much later', async () => {
    const anna = await talk('2026-03-01T09:00:00Z');
    await say(anna, '2026-03-02T10:00:00Z');
    const sent = await say(anna, '2026-03-02T10:05:00Z', { source: 'campaign', status: 'sent' });
    await say(anna, '2026-03-02T10:59:59Z', { source: 'campaign', status: 'failed', code: '131047' });
    await say(anna, '2026-03-02T11:00:00Z', { source: 'campaign', status: 'queued' });
    const ten = '2026-03-02T10:00:00.000Z';
    expect(await hour(ten)).toMatchObject({
      ...{ received: 1, sent: 1, delivered: 0, failed: 1, waiting: 0 },
      failures: { 131047: 1 },
    });
    expect(await hour('2026-03-02T11:00:00.000Z')).toMatchObject({ waiting: 1, received: 0 });
    await sql`update messages set status = 'read' where id = ${sent}`;
    expect(await hour(ten)).toMatchObject({ sent: 0, read: 1, failed: 1 });
  });

  it('counts templates by the category that WhatsApp charged', async () => {
    const anna = await talk('2026-03-03T09:00:00Z');
    const template = { type: 'template', source: 'campaign' };
    await say(anna, '2026-03-03T09:10:00Z', {
      ...template,
      status: 'read',
      pricing: { category: 'marketing' },
    });
    await say(anna, '2026-03-03T09:11:00Z', { ...template, status: 'failed' });
    await say(anna, '2026-03-03T09:12:00Z', { ...template, status: 'sent' });
    expect(await hour('2026-03-03T09:00:00.000Z')).toMatchObject({ templates: { marketing: 1, unknown: 1 } });
  });

  it('leaves out what a phone brought with it', async () => {
    const anna = await talk('2026-03-03T12:00:00Z');
    await say(anna, '2026-03-03T12:10:00Z', { source: 'history', status: 'sent' });
    expect(await hour('2026-03-03T12:00:00.000Z')).toMatchObject({ sent: 0, opened: 1 });
  });

  it('knows how long people and flows took for the first answer, once for each time the conversation was opened', async () => {
    const anna = await talk('2026-03-04T09:00:00Z');
    await say(anna, '2026-03-04T09:00:00Z');
    await say(anna, '2026-03-04T09:00:10Z', { source: 'flow', status: 'read' });
    await say(anna, '2026-03-04T09:30:00Z', { source: 'flow', status: 'read' });
    // 1.1^86 s is about an hour.
    await say(anna, '2026-03-04T10:00:00Z', { source: 'agent', status: 'failed' });
    await say(anna, '2026-03-04T10:05:00Z', { source: 'agent', status: 'read' });
    expect(await hour('2026-03-04T09:00:00.000Z')).toMatchObject({
      flow_replies: { 24: 1 },
      people_replies: {},
    });
    expect(await hour('2026-03-04T10:00:00.000Z')).toMatchObject({
      flow_replies: {},
      people_replies: { 85: 1 },
    });

    await sql`
      insert into conversation_changes (org_id, conversation_id, phone_number_id, kind, at)
      values (${org}, ${anna.conversation}, ${number}, 'resolved', '2026-03-04T11:00:00Z'),
        (${org}, ${anna.conversation}, ${number}, 'opened', '2026-03-04T12:00:00Z')`;
    await say(anna, '2026-03-04T12:00:00Z');
    await say(anna, '2026-03-04T12:01:00Z', { source: 'agent', status: 'sent' });
    expect(await hour('2026-03-04T11:00:00.000Z')).toMatchObject({ resolved: 1, resolutions: { 93: 1 } });
    expect(await hour('2026-03-04T12:00:00.000Z')).toMatchObject({ opened: 1, people_replies: { 42: 1 } });
  });

  it('takes no message of ours for an answer when nobody had written', async () => {
    const anna = await talk('2026-03-05T09:00:00Z');
    await say(anna, '2026-03-05T09:01:00Z', { source: 'agent', status: 'sent' });
    expect(await hour('2026-03-05T09:00:00.000Z')).toMatchObject({ sent: 1, people_replies: {} });
  });

  it('counts a change of consent, and not that it was said again', async () => {
    const anna = await talk('2026-03-06T08:00:00Z');
    const consent = (state: string, at: string) => sql`
      insert into consent_events (org_id, contact_id, state, source, at) values (${org}, ${anna.contact}, ${state}, 'test', ${at})`;
    await consent('granted', '2026-03-06T09:00:00Z');
    await consent('granted', '2026-03-06T09:30:00Z');
    await consent('denied', '2026-03-06T10:00:00Z');
    expect(await hour('2026-03-06T09:00:00.000Z', org, false)).toMatchObject({ opt_ins: 1, opt_outs: 0 });
    expect(await hour('2026-03-06T10:00:00.000Z', org, false)).toMatchObject({ opt_ins: 0, opt_outs: 1 });
    // It comes late, and makes the one behind it a repetition.
    await consent('denied', '2026-03-06T09:45:00Z');
    expect(await hour('2026-03-06T09:00:00.000Z', org, false)).toMatchObject({ opt_ins: 1, opt_outs: 1 });
    expect(await hour('2026-03-06T10:00:00.000Z', org, false)).toBeUndefined();
  });

  it('notes when a conversation is resolved and comes back', async () => {
    const anna = await talk('2026-03-07T08:00:00Z');
    await sql`update conversations set status = 'pending' where id = ${anna.conversation}`;
    await sql`update conversations set status = 'resolved' where id = ${anna.conversation}`;
    await sql`update conversations set status = 'open' where id = ${anna.conversation}`;
    const kinds = await sql<{ kind: string }[]>`
      select kind from conversation_changes where conversation_id = ${anna.conversation} order by id`;
    expect(kinds.map(({ kind }) => kind)).toEqual(['opened', 'resolved', 'opened']);
  });

  it('begins where it begins in the time zone of the organisation, also after that has changed', async () => {
    const india = await office('UTC');
    const anna = await talk('2026-03-08T09:10:00Z', india);
    await say(anna, '2026-03-08T09:40:00Z', {}, india);
    expect(await hour('2026-03-08T09:00:00.000Z', india.org)).toMatchObject({ received: 1, opened: 1 });
    await sql`update organizations set time_zone = 'Asia/Kolkata' where id = ${india.org}`;
    expect(await hour('2026-03-08T08:30:00.000Z', india.org)).toMatchObject({ received: 0, opened: 1 });
    expect(await hour('2026-03-08T09:30:00.000Z', india.org)).toMatchObject({ received: 1, opened: 0 });
    expect(await hour('2026-03-08T09:00:00.000Z', india.org)).toBeUndefined();
  });
});

describe('counting', () => {
  it('waits for what is not committed, and does not wait for it', async () => {
    const anna = await talk('2026-04-01T09:00:00Z');
    await countAll();
    await sql.begin(async (tx) => {
      await tx`
        insert into messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, status, status_rank, source, created_at)
        values (${randomUUID()}, ${org}, ${anna.conversation}, ${anna.contact}, ${number}, 'inbound', 'text', 'received', 0, 'contact',
          '2026-04-01T09:30:00Z')`;
      expect(await hour('2026-04-01T09:00:00.000Z')).toMatchObject({ received: 0 });
    });
    expect(await hour('2026-04-01T09:00:00.000Z')).toMatchObject({ received: 1 });
  });

  it('forgets the marks of an organisation that is gone', async () => {
    const gone = await office('UTC');
    await talk('2026-04-02T09:00:00Z', gone);
    await sql`delete from organizations where id = ${gone.org}`;
    await countAll();
    expect(await sql`select from private.analytics_marks where org_id = ${gone.org}`).toHaveLength(0);
    expect(await hours(gone.org)).toHaveLength(0);
  });

  it('gives the same bit by bit and from the start, whatever happened in between', async () => {
    const seed = Math.floor(Math.random() * 1_000_000);
    const tape = fc.sample(fc.noBias(fc.nat()), { seed, numRuns: 4_000 });
    const below = (limit: number) => tape.pop()! % limit;
    const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)]!;
    const own = await office('Australia/Adelaide');
    let clockMs = Date.UTC(2026, 4, 1);
    // Messages come in the order of their times; consent may be told of late.
    const moment = () => new Date((clockMs += below(30) * 60_000)).toISOString();
    const earlier = () => new Date(clockMs - below(48) * 3_600_000).toISOString();
    const talks: Talk[] = [];
    const messages: string[] = [];
    const statuses = ['queued', 'sending', 'sent', 'delivered', 'read', 'failed'];
    const steps: Record<string, () => Promise<unknown>> = {
      talk: async () => talks.push(await talk(moment(), own)),
      say: async () => talks.length > 0 && messages.push(await say(pick(talks), moment(), {}, own)),
      answer: async () =>
        talks.length > 0 &&
        messages.push(
          await say(
            pick(talks),
            moment(),
            {
              source: pick(['flow', 'agent', 'campaign', 'api']),
              status: pick(statuses),
              type: pick(['text', 'template']),
            },
            own,
          ),
        ),
      status: async () =>
        messages.length > 0 &&
        sql`update messages set status = ${pick(statuses)}, error_code = ${pick(['131026', null])} where id = ${pick(messages)} and direction = 'outbound'`,
      resolve: async () =>
        talks.length > 0 &&
        sql`update conversations set status = ${pick(['open', 'resolved'])} where id = ${pick(talks).conversation}`,
      consent: async () =>
        talks.length > 0 &&
        sql`insert into consent_events (org_id, contact_id, state, source, at)
          select ${own.org}, id, ${pick(['granted', 'denied'])}, 'test', ${earlier()} from contacts where id = ${pick(talks).contact}
          on conflict do nothing`,
      reopen: async () =>
        talks.length > 0 &&
        sql`insert into conversation_changes (org_id, conversation_id, phone_number_id, kind, at)
          values (${own.org}, ${pick(talks).conversation}, ${own.number}, ${pick(['opened', 'resolved'])}, ${moment()})`,
      merge: async () => {
        if (talks.length < 4) return;
        const { contact } = talks.pop()!;
        await sql`select private.merge_contacts(${own.org}, ${pick(talks).contact}, ${contact}, 'people', 'test')`;
      },
      forget: async () =>
        talks.length > 4 && sql`delete from messages where conversation_id = ${talks.at(-1)!.conversation}`,
      count: countAll,
    };
    for (let n = 0; n < 400; n += 1) await steps[pick(Object.keys(steps))]!();
    await countAll();
    const bitByBit = await hours(own.org);
    expect(bitByBit.length, `seed ${seed}`).toBeGreaterThan(5);
    await worker`select private.recount(${own.org})`;
    await countAll();
    expect(await hours(own.org), `seed ${seed}`).toEqual(bitByBit);
  });
});
