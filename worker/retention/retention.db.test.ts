/** Retention rules on a real database: rows on both sides of the border. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RetentionKind } from '../../core/api/retention-kinds.ts';
import { oneQuestion, startFlowWorld, type FlowWorld } from '../../local/testing/flow-world.ts';
import { historyWebhook } from '../../local/testing/webhooks.ts';
import { createLogger } from '../../platform/log.ts';
import { demo } from '../../platform/seed/demo.ts';
import type { RetentionPlace, RetentionSlice } from '../../workflows/housekeeping-contract.ts';
import { enforceRules } from './enforce.ts';

const DAY_MS = 86_400_000;
const now = new Date();
const org = demo.orgId;

let world: FlowWorld;
/** As the worker. */
let sql: FlowWorld['sql'];
/** As the owner. */
let admin: FlowWorld['database']['sql'];

beforeAll(async () => {
  world = await startFlowWorld();
  ({ sql } = world);
  admin = world.database.sql;
  await world.publish('Asks', ...oneQuestion());
});
afterAll(() => world?.stop());
beforeEach(() => admin`delete from public.retention_rules`);

const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);

async function rule(kind: RetentionKind, days: number, orgId: string = org): Promise<void> {
  await admin`insert into public.retention_rules (org_id, kind, days) values (${orgId}, ${kind}, ${days})`;
}

/** Slice after slice, as the workflow does it. */
async function pass(
  at: Date = now,
  sliceMs?: number,
): Promise<{ counts: Record<string, number>; slices: number }> {
  const log = createLogger('retention-test', 'silent');
  const counts: Record<string, number> = {};
  let place: RetentionPlace | null = null;
  for (let slices = 1; ; slices += 1) {
    const report: RetentionSlice = await enforceRules({ sql, log }, { now: at, place, sliceMs });
    for (const [name, count] of Object.entries(report.counts)) counts[name] = (counts[name] ?? 0) + count;
    if (report.next === null) return { counts, slices };
    place = report.next;
  }
}

/** A thread of an organisation of its own, with a message for each age. */
async function thread(
  ages: number[],
): Promise<{ orgId: string; messages: Map<number, string>; contactId: string }> {
  const [orgId, waba, number, contactId, conversation] = Array.from({ length: 5 }, () => randomUUID()) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const digits = String(Math.floor(Math.random() * 1e15)).padStart(15, '1');
  await admin`insert into public.organizations (id, name, slug) values (${orgId}, 'R', ${`r-${orgId.slice(0, 8)}`})`;
  await admin`
    insert into public.waba_accounts (id, org_id, app_key, meta_waba_id)
    values (${waba}, ${orgId}, 'default', ${digits})`;
  await admin`
    insert into public.phone_numbers (id, org_id, waba_account_id, meta_phone_number_id, display_phone_number)
    values (${number}, ${orgId}, ${waba}, ${digits}, '+1')`;
  await admin`insert into public.contacts (id, org_id, name) values (${contactId}, ${orgId}, 'Grace')`;
  await admin`
    insert into public.conversations (id, org_id, contact_id, phone_number_id, last_message_at, last_message_text)
    values (${conversation}, ${orgId}, ${contactId}, ${number}, ${daysAgo(Math.min(...ages))}, 'Hello')`;
  const messages = new Map<number, string>();
  for (const age of ages) {
    const id = randomUUID();
    messages.set(age, id);
    await admin`
      insert into public.messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, content, text,
        status, status_rank, source, fallback, created_at)
      values (${id}, ${orgId}, ${conversation}, ${contactId}, ${number}, 'inbound', 'text', '{"type":"text","text":"Hello"}', 'Hello',
        'received', 0, 'contact', '{"text":"else"}', ${daysAgo(age)})`;
  }
  return { orgId, messages, contactId };
}

const texts = async (orgId: string) => {
  const rows = await admin<{ text: string | null }[]>`
    select text from public.messages where org_id = ${orgId} order by created_at`;
  return rows.map(({ text }) => text);
};

describe('messages', () => {
  it('lose their words behind the border and stay as rows; those before it and of others keep theirs', async () => {
    const { orgId } = await thread([40, 31, 29, 1]);
    const other = await thread([400]);
    await rule('messageContent', 30, orgId);
    expect((await pass()).counts).toEqual({ messageContent: 2 });
    expect(await texts(orgId)).toEqual([null, null, 'Hello', 'Hello']);
    expect(await texts(other.orgId)).toEqual(['Hello']);
    const [old] = await admin`
      select content, fallback, type, status from public.messages where org_id = ${orgId} order by created_at limit 1`;
    expect(old).toEqual({ content: { removed: true }, fallback: null, type: 'text', status: 'received' });
    // Again: nothing to do; a day later the next one.
    expect((await pass()).counts).toEqual({ messageContent: 0 });
    expect((await pass(new Date(now.getTime() + 2 * DAY_MS))).counts).toEqual({ messageContent: 1 });
  });

  it('go from the inbox’s list too, unless a newer one stands there', async () => {
    const silent = await thread([90, 60]);
    const talking = await thread([90, 2]);
    for (const { orgId } of [silent, talking]) await rule('messageContent', 30, orgId);
    await pass();
    const previews = await admin`
      select org_id, last_message_text as text from public.conversations
      where org_id = any (${[silent.orgId, talking.orgId]})`;
    expect(new Map(previews.map(({ org_id: id, text }) => [id as string, text as string | null]))).toEqual(
      new Map([
        [silent.orgId, null],
        [talking.orgId, 'Hello'],
      ]),
    );
  });

  it('take the notes beside them along, however many there are', async () => {
    const { orgId, contactId } = await thread([1]);
    await admin`
      insert into public.conversation_notes (org_id, conversation_id, text, author_kind, author_id, created_at)
      select org_id, id, 'Prefers mornings', 'user', gen_random_uuid(), ${now}::timestamptz - make_interval(days => case n when 1 then 29 else 31 end)
      from public.conversations, generate_series(1, 1202) n where contact_id = ${contactId}`;
    await rule('messageContent', 30, orgId);
    expect((await pass(now, 0)).counts).toEqual({ messageContent: 1_201 });
    const left = await admin`select 1 from public.conversation_notes where org_id = ${orgId}`;
    expect(left).toHaveLength(1);
  });

  it('are done in batches, cut off anywhere and gone on with', async () => {
    const { orgId, contactId } = await thread([50]);
    await admin`
      insert into public.messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, content, text, status,
        status_rank, source, created_at)
      select gen_random_uuid(), org_id, conversation_id, contact_id, phone_number_id, direction, type, content, text, status, status_rank,
        source, ${daysAgo(45)} from public.messages, generate_series(1, 1700) where contact_id = ${contactId}`;
    await rule('messageContent', 30, orgId);
    // A slice that has no time makes one batch.
    const { counts, slices } = await pass(now, 0);
    expect(counts).toEqual({ messageContent: 1_701 });
    expect(slices).toBeGreaterThanOrEqual(4);
    expect((await texts(orgId)).every((text) => text === null)).toBe(true);
  });

  it('that still wait to be sent, or that a paused run has yet to hear, keep their words until then', async () => {
    const { orgId, messages } = await thread([40, 39]);
    await admin`update public.messages set status = 'queued', direction = 'outbound' where id = ${messages.get(40)!}`;
    await rule('messageContent', 30, orgId);
    expect((await pass()).counts).toEqual({ messageContent: 1 });
    expect(await texts(orgId)).toEqual(['Hello', null]);
    await admin`update public.messages set status = 'sent' where id = ${messages.get(40)!}`;
    expect((await pass()).counts).toEqual({ messageContent: 1 });

    const person = world.someone();
    const [runId] = await world.says(person, 'ask me');
    await world.makeTurn(runId!, 1);
    await sql`update flow_runs set paused_at = now() where id = ${runId!}`;
    await world.says(person, 'a late answer');
    await admin`update public.messages set created_at = ${daysAgo(20)} where text = 'a late answer'`;
    await rule('messageContent', 10);
    await pass();
    expect(await admin`select from public.messages where text = 'a late answer'`).toHaveLength(1);
    await admin`update private.run_events set n = n where run_id = ${runId!}`;
    await sql`update flow_runs set next_event = 99 where id = ${runId!}`;
    await pass();
    expect(await admin`select from public.messages where text = 'a late answer'`).toHaveLength(0);
  });

  it('of the history, which are older than what earlier passes dealt with, lose theirs too', async () => {
    await rule('messageContent', 30);
    await pass();
    const person = world.someone();
    const wamid = `wamid.history-${person.number}`;
    const sender = { from: person.number, wamid, at: daysAgo(90) };
    await world.rig.receive(
      historyWebhook(sender, { type: 'image', image: { id: '1', caption: 'Long ago' } }),
    );
    const message = () => admin<{ text: string | null; media: object | null }[]>`
      select text, media from public.messages where wamid = ${wamid}`;
    expect(await message()).toMatchObject([{ text: 'Long ago', media: { status: 'pending' } }]);
    await pass();
    expect(await message()).toEqual([{ text: null, media: null }]);
  });

  it('tell nobody that is looking: no live update goes out', async () => {
    const { orgId } = await thread([40]);
    await admin`delete from realtime.messages`;
    await rule('messageContent', 30, orgId);
    expect((await pass()).counts).toEqual({ messageContent: 1 });
    expect(await admin`select from realtime.messages`).toHaveLength(0);
  });
});

it('raw webhook bodies go that name an account of the organisation, failed ones too, pending ones never', async () => {
  const { orgId } = await thread([1]);
  const [account] = await admin<{ id: string }[]>`
    select meta_waba_id as id from public.waba_accounts where org_id = ${orgId}`;
  const deliver = (days: number, state: string, wabas: string[]) => admin`
    insert into private.webhook_events (received_at, app_key, lane, priority, body, sha256, state)
    values (${daysAgo(days)}, 'default', 0, 0, ${Buffer.from(JSON.stringify({ entry: wabas.map((id) => ({ id })) }))}, '', ${state})`;
  await deliver(20, 'done', [account!.id]);
  await deliver(20, 'dead', ['1', account!.id]);
  await deliver(20, 'pending', [account!.id]);
  await deliver(20, 'done', ['1']);
  await deliver(20, 'done', [`${account!.id}0`]);
  await deliver(9, 'done', [account!.id]);
  await rule('deliveries', 10, orgId);
  expect((await pass()).counts).toEqual({ deliveries: 2 });
  expect((await pass()).counts).toEqual({ deliveries: 0 });
  expect((await pass(new Date(now.getTime() + 2 * DAY_MS))).counts).toEqual({ deliveries: 1 });
});

it('events of contacts go once they were routed', async () => {
  const { orgId, contactId } = await thread([1]);
  await admin`
    insert into public.contact_events (org_id, contact_id, kind, name, created_at, routed_at)
    select ${orgId}, ${contactId}, 'api_event', 'x', ${now}::timestamptz - n * interval '1 day',
      case when n <> 50 then now() end from generate_series(1, 60) n`;
  await rule('contactEvents', 40, orgId);
  expect((await pass()).counts).toEqual({ contactEvents: 19 });
  const kept = await admin`select from public.contact_events where org_id = ${orgId}`;
  expect(kept).toHaveLength(41);
});

it('runs that are over lose steps, answers and calls, and still count as runs', async () => {
  const person = world.someone();
  const [runId] = await world.says(person, 'ask me');
  await world.makeTurn(runId!, 1);
  const young = world.someone();
  const [youngId] = await world.says(young, 'ask me');
  await world.makeTurn(youngId!, 1);
  await sql`insert into private.flow_calls (run_id, ordinal, org_id, node_id, request) values (${runId!}, 1, ${org}, 'n', '{}')`;
  await sql`update flow_runs set status = 'exited', ended_at = ${daysAgo(31)} where id = ${runId!}`;
  await sql`update flow_runs set status = 'exited', ended_at = ${daysAgo(29)} where id = ${youngId!}`;
  await rule('runs', 30);
  expect((await pass()).counts).toEqual({ runs: 1 });
  const left = await admin`
    select r.id, r.state, r.turn_result as "turnResult", (select count(*)::int from public.flow_run_steps s where s.run_id = r.id) as steps,
      (select count(*)::int from private.run_events e where e.run_id = r.id) as events,
      (select count(*)::int from private.flow_calls c where c.run_id = r.id) as calls
    from public.flow_runs r where r.id = ${runId!}`;
  expect([...left]).toEqual([{ id: runId, state: {}, turnResult: null, steps: 0, events: 0, calls: 0 }]);
  expect((await admin`select from public.flow_run_steps where run_id = ${youngId!}`).length).toBeGreaterThan(
    0,
  );
  expect((await pass()).counts).toEqual({ runs: 0 });
});

it('the audit log goes after a year at the earliest, details with it', async () => {
  const { orgId } = await thread([1]);
  const entry = (days: number) => admin`
    with entry as (
      insert into public.audit_log (at, org_id, actor_kind, action, subject, subject_id)
      values (${daysAgo(days)}, ${orgId}, 'system', 'changed', 'segment', ${String(days)}) returning id, at)
    insert into public.audit_details (audit_id, at, org_id, after) select id, at, ${orgId}, '{"rules":1}' from entry`;
  for (const days of [800, 401, 399, 10]) await entry(days);
  await rule('auditLog', 400, orgId);
  expect((await pass()).counts).toEqual({ auditLog: 2 });
  const left = await admin`
    select l.subject_id as days from public.audit_log l join public.audit_details d on d.audit_id = l.id
    where l.org_id = ${orgId} and l.subject = 'segment' order by 1`;
  expect(left.map(({ days }) => days as string)).toEqual(['10', '399']);
  await expect(rule('auditLog', 364, (await thread([1])).orgId)).rejects.toMatchObject({ code: '23514' });
  // Whatever it is told, the function forgets nothing that is younger than a year.
  await sql`select private.forget_audit(${orgId}, ${new Date()}, 100)`;
  expect(
    await admin`select from public.audit_log where org_id = ${orgId} and subject_id = '10'`,
  ).toHaveLength(1);
});

it('a rule that can’t be enforced is counted and holds up no other', async () => {
  const { orgId } = await thread([40]);
  await admin`
    create function public.refuse_for_test() returns trigger language plpgsql as $$ begin raise exception 'no' using errcode = '55000'; end $$`;
  await admin`
    create trigger refuse before delete on public.contact_events for each statement execute function public.refuse_for_test()`;
  await rule('contactEvents', 30, orgId);
  await rule('messageContent', 30, orgId);
  expect((await pass()).counts).toEqual({ failed: 1, messageContent: 1 });
  await admin`drop function public.refuse_for_test() cascade`;
});
