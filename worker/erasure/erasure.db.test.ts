/** A person in every table, erased: searched for in every column that can hold a text. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { erasureWorld, type ErasureWorld } from '../../local/testing/erasure-world.ts';
import { fillPerson } from '../../local/testing/fill-person.ts';
import { rowsWith } from '../../local/testing/find-values.ts';
import { privateTablesWithoutPeople, tablesOfAPerson } from '../../local/testing/tables-of-a-person.ts';
import { textWebhook } from '../../local/testing/webhooks.ts';
import { createPool, type Sql } from '../../platform/db/pool.ts';
import { demo } from '../../platform/seed/demo.ts';
import { workflowIds } from '../../workflows/contract.ts';

const org = demo.orgId;

/** Empty before and after. */
const ofTheErasure = ['private.erasure_work', 'private.erasure_wamids'];

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
let placesBefore: string[];
let othersBefore: Record<string, number>;

beforeAll(async () => {
  database = await createDatabase();
  sql = createPool(database.workerUrl, { max: 4, applicationName: 'test' });
  world = erasureWorld(database, sql);
  erased = await somebody('15553009001', 'Zebulon Quirke');
  other = await somebody('155530090017', 'Zebulona Quirkeson');
  for (const person of [erased, other]) await fillPerson(database.sql, { org, ...person });
  const [raw] = await database.sql<{ body: Buffer }[]>`
    select body from private.webhook_events where position(${Buffer.from(erased.wamid + '"')} in body) > 0`;
  delivery = raw!.body.toString();
  othersBefore = await placesOf(other);
  placesBefore = Object.keys(await placesOf(erased));
  expect(placesBefore).toEqual(Object.keys(othersBefore));
  erasureId = await world.request(erased.contactId);
  // Small slices, so that each of them ends in the middle of something.
  await world.erase(erasureId, 2);
}, 60_000);
afterAll(async () => {
  await sql?.end({ timeout: 1 });
  await database?.drop();
});

describe('the list of tables that hold something of a person', () => {
  it('names every table with words of theirs, and all of these were looked at here', () => {
    const withWords = Object.entries(tablesOfAPerson).flatMap(([table, { holds }]) =>
      holds === 'words' && !ofTheErasure.includes(table) ? table : [],
    );
    expect([...placesBefore].sort()).toEqual(withWords.sort());
  });

  it('names every table with a contact’s id, and every private one that is not said to know no contacts', async () => {
    const tables = await database.sql<{ name: string }[]>`
      select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'private') and c.relkind in ('r', 'p') and not c.relispartition
        and (n.nspname = 'private' or exists (select from pg_attribute a
          where a.attrelid = c.oid and not a.attisdropped and a.attname ~ '^(.*_)?contact_ids?$'))`;
    const known = [...Object.keys(tablesOfAPerson), ...privateTablesWithoutPeople];
    expect(tables.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
  });
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
