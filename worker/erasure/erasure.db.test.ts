/** A person in every table, erased: searched for in every column that can hold a text. */
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { erasureWorld, type ErasureWorld } from '../../local/testing/erasure-world.ts';
import { rowsWith } from '../../local/testing/find-values.ts';
import { statusWebhook, textWebhook } from '../../local/testing/webhooks.ts';
import { createPool, type Sql } from '../../platform/db/pool.ts';
import { demo } from '../../platform/seed/demo.ts';
import { workflowIds } from '../../workflows/contract.ts';

const org = demo.orgId;

interface Person {
  phone: string;
  name: string;
  words: string;
  wamid: string;
  contactId: string;
}

let database: TestDatabase;
/** As the worker logs in. */
let sql: Sql;
let world: ErasureWorld;
let erased: Person;
let other: Person;
let erasureId: string;
let delivery: string;
let othersBefore: Record<string, number>;

beforeAll(async () => {
  database = await createDatabase();
  sql = createPool(database.workerUrl, { max: 4, applicationName: 'test' });
  world = erasureWorld(database, sql);
  erased = await somebody('15553009001', 'Zebulon Quirke');
  other = await somebody('155530090017', 'Zebulona Quirkeson');
  for (const person of [erased, other]) await fillEveryTable(person);
  const [raw] = await database.sql<{ body: Buffer }[]>`
    select body from private.webhook_events where position(${Buffer.from(erased.wamid + '"')} in body) > 0`;
  delivery = raw!.body.toString();
  othersBefore = await placesOf(other);
  expect(Object.keys(await placesOf(erased))).toEqual(Object.keys(othersBefore));
  erasureId = await world.request(erased.contactId);
  // Small slices, so that each of them ends in the middle of something.
  await world.erase(erasureId, 2);
}, 60_000);
afterAll(async () => {
  await sql?.end({ timeout: 1 });
  await database?.drop();
});

describe('a person that was erased', () => {
  it('is found in no column of any table any more', async () => {
    expect(await placesOf(erased)).toEqual({});
    const [ledger] = await database.sql`
      select count(*)::int as entries, count(*) filter (where evidence <> '{}')::int as evidence
      from consent_events where contact_id = ${erased.contactId}`;
    expect(ledger).toEqual({ entries: 1, evidence: 0 });
  });

  it('leaves everybody else as they were', async () => {
    expect(await placesOf(other)).toEqual(othersBefore);
  });

  it('leaves counts and a proof, also in the audit log', async () => {
    const [row] = await database.sql<{ counts: Record<string, number>; proof: string; isTrue: boolean }[]>`
      select counts, proof, encode(sha256(convert_to(private.erasure_statement(e), 'UTF8')), 'hex') = proof as "isTrue"
      from erasures e where id = ${erasureId} and status = 'completed' and completed_at is not null`;
    expect(row!.isTrue).toBe(true);
    expect(row!.counts).toMatchObject({ contacts: 1, runs: 1, messages: 2, deliveries: 2, keptAnswers: 1 });
    const [entry] = await database.sql`
      select after, workflow_id as "workflowId" from audit_log
      where subject = 'erasure' and subject_id = ${erasureId} and after ? 'proof'`;
    expect(entry).toMatchObject({
      after: { proof: row!.proof, status: 'completed' },
      workflowId: workflowIds.eraseContact(org, erasureId),
    });
    const [gone] = await database.sql`
      select workflow_id as "workflowId" from audit_log where subject = 'contact' and action = 'deleted' and contact_id = ${erased.contactId}`;
    expect(gone).toEqual({ workflowId: workflowIds.eraseContact(org, erasureId) });
  });

  it('ends the runs that went on, by waking their workflows', async () => {
    const woken = await database.sql`
      select payload -> 'wake' ->> 'kind' as kind from private.outbox
      where topic = 'flowRun' and payload ->> 'contactId' = ${erased.contactId}`;
    expect([...woken]).toEqual([{ kind: 'swept' }]);
  });

  it('is not erased again', async () => {
    const before = await checksum();
    await world.erase(erasureId);
    expect(await world.request(erased.contactId)).toBe(erasureId);
    expect(await checksum()).toEqual(before);
  });

  it('does not come back with a replay of the deliveries, whoever sends them again', async () => {
    const before = await checksum();
    await database.sql`update private.webhook_events set state = 'pending' where erased_at is not null`;
    await world.receive(delivery);
    expect(await checksum()).toEqual(before);
    expect(await placesOf(erased)).toEqual({});
  });

  it('starts anew with their next message, unlinked, and still refuses what they had refused', async () => {
    await world.receive(
      textWebhook({ from: erased.phone, wamid: 'wamid.later', text: 'Me again', name: erased.name }),
    );
    const [contact] = await database.sql`
      select c.id, c.suppressed, c.marketing_consent as marketing, c.tags, (select count(*)::int from messages m where m.contact_id = c.id) as messages
      from contacts c join contact_identities i on i.contact_id = c.id and i.kind = 'wa_id' and i.value = ${erased.phone}`;
    expect(contact).toMatchObject({ suppressed: false, marketing: 'denied', tags: [], messages: 1 });
    expect(contact!.id).not.toBe(erased.contactId);
  });
});

async function somebody(phone: string, name: string): Promise<Person> {
  const person = { phone, name, words: `${name} wants a refund`, wamid: `wamid.of-${phone}` };
  await world.receive(textWebhook({ from: phone, wamid: person.wamid, text: person.words, name }));
  return { ...person, contactId: (await world.contactOf(phone))! };
}

/** Name, number, id or words of the person wherever something of a person may stand. */
async function fillEveryTable({ phone, name, words, contactId }: Person): Promise<void> {
  const admin = database.sql;
  const [flow, version, run, outbound] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const [conversation] = await admin<{ id: string; number: string }[]>`
    select id, phone_number_id as number from conversations where contact_id = ${contactId}`;
  const personal = admin.json({ phone, name, words });
  await admin`insert into contact_identities (org_id, kind, value, contact_id) values (${org}, 'bsuid', ${`US.${phone}`}, ${contactId})`;
  await admin`update contacts set tags = ${[words]}, attributes = ${personal}, locale = ${name} where id = ${contactId}`;
  await admin`
    insert into consent_events (org_id, contact_id, state, source, evidence, at)
    values (${org}, ${contactId}, 'denied', 'message', ${personal}, now())`;
  await admin`insert into flows (id, org_id, name, draft, draft_hash) values (${flow}, ${org}, 'F', '{}', 'x')`;
  await admin`insert into flow_versions (id, org_id, flow_id, number, doc, hash) values (${version}, ${org}, ${flow}, 1, '{}', 'x')`;
  await admin`
    insert into flow_runs (id, org_id, flow_id, flow_version_id, contact_id, conversation_id, trigger_node_id, state, turn_result, workflow_id)
    values (${run}, ${org}, ${flow}, ${version}, ${contactId}, ${conversation!.id}, 'n', ${personal}, ${personal}, ${run})`;
  await admin`insert into flow_run_steps (run_id, n, org_id, seq, node_id, node_type, problem, at) values (${run}, 1, ${org}, 1, 'n', 'exit', ${words}, now())`;
  await admin`insert into private.run_events (run_id, n, kind, detail) values (${run}, 1, 'free', ${personal})`;
  await admin`insert into private.flow_calls (run_id, ordinal, org_id, node_id, request, result) values (${run}, 1, ${org}, 'n', ${personal}, ${personal})`;
  await admin`
    insert into messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, content, text, wamid, status,
      status_rank, source)
    values (${outbound}, ${org}, ${conversation!.id}, ${contactId}, ${conversation!.number}, 'outbound', 'text', ${personal}, ${words},
      ${`wamid.to-${phone}`}, 'sent', 20, 'agent')`;
  await world.receive(statusWebhook([{ wamid: `wamid.to-${phone}`, status: 'delivered', to: phone }]));
  await admin`
    update private.message_status_events set detail = ${personal} where wamid = ${`wamid.to-${phone}`}`;
  await admin`
    insert into private.idempotency_keys (org_id, caller, key, request_hash, status, answer)
    values (${org}, 'x', ${`order-${phone}`}, ${randomBytes(32)}, 201, ${personal})`;
  await admin`select private.write_audit(${org}, 'changed', 'contact', ${contactId}, null, ${contactId}, '{}', '{}', ${personal}, ${personal})`;
  await admin`select private.write_audit(${org}, 'created', 'export', ${randomUUID()}, null, null, '{}', '{}', '{}', ${personal})`;
  await admin`
    insert into private.dead_letters (org_id, kind, cause, reference)
    values (null, 'webhook_status', 'x', ${admin.json({ wamid: `wamid.to-${phone}` })}), (${org}, 'x', 'x', ${personal}),
      (${org}, 'webhook_message', 'x', ${admin.json({ content: `message:wamid.to-${phone}` })})`;
  await admin`insert into private.processed_keys (key) values (${`a message message:wamid.of-${phone}`}), (${`a preference preference:${phone}`})`;
  await admin`insert into private.segment_checks (org_id, contact_id) values (${org}, ${contactId})`;
  const importId = randomUUID();
  await admin`
    insert into imports (id, org_id, file_name, source, columns, mapping, total, created_by)
    values (${importId}, ${org}, 'x.csv', '{}', '{Phone}', '{}', 1, 'x')`;
  await admin`insert into private.import_contacts (org_id, import_id, contact_id, change) values (${org}, ${importId}, ${contactId}, ${personal})`;
  await admin`insert into private.import_rejects (org_id, import_id, line, cells, reason) values (${org}, ${importId}, 1, ${[`+${phone}`, words]}, 'x')`;
  await admin`
    insert into exports (id, org_id, file_name, params, format, created_by, status)
    values (${randomUUID()}, ${org}, 'x.csv', ${admin.json({ search: name })}, 'csv', 'x', 'expired')`;
}

const placesOf = ({ phone, name, words }: Person) => rowsWith(database.sql, [phone, name, words]);

/** Of everything that a replay or a repetition could add. */
async function checksum() {
  const [row] = await database.sql`
    select (select count(*)::int from contacts) as contacts, (select count(*)::int from messages) as messages,
      (select count(*)::int from contact_identities) as identities, (select count(*)::int from private.message_status_events) as statuses,
      (select count(*)::int from suppressions) as suppressions, (select count(*)::int from private.kept_denials) as denials, (select count(*)::int from audit_log) as entries,
      (select md5(string_agg(e::text, '')) from erasures e) as erasures`;
  return row;
}
