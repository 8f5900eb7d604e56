/** Random contacts and random rules from one small vocabulary, so that rules hold for some of the contacts. Not used by the product. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type postgres from 'postgres';
import type { SegmentPart, SegmentRules, SegmentTest } from '../../core/segments/rules.ts';
import { segmentRules } from '../../core/segments/rules.ts';
import {
  ageOperators,
  booleanOperators,
  dateOperators,
  idsOf,
  momentOperators,
  numberOperators,
  tagOperators,
  textOperators,
} from '../../core/segments/operators.ts';

export const NOW = new Date('2026-11-24T08:30:00.000Z');
const DAY_MS = 86_400_000;

const words = [
  'Anna',
  'ANNA',
  'anna b',
  'İstanbul',
  'istanbul',
  'Straße',
  'STRASSE',
  'ΟΔΥΣΣΕΥΣ',
  'οδυσσευς',
  'José',
  'José',
  'ＡＢ',
  "O'Brien",
  '100%_',
  '\\',
  '$1',
  '{name}',
  '"); drop table contacts; --',
  'true',
  'False',
  '3',
  '42',
  '007',
  '-1.5',
  '1e3',
  '2026-11-24',
  '2026-02-30',
  '2026-11-20T10:00:00+02:00',
  '2027-01-01',
  '0999-01-01',
  ' ',
];
const numbers = [0, 1, 3, -1.5, 42, 0.1, 1e21, 1e-7, 9007199254740991, 9007199254740993, 7];
const dayOffsets = [-400, -31, -30, -29, -7, -1, 0, 1, 6, 7, 8, 365];
const days = [0, 1, 7, 30, 31];
const names = ['plan', 'age', "it's", 'born', '{a,b}', 'constructor'];
const tags = ['vip', 'VIP', 'lead', "l'eau", '{a}'];

const day = (offset: number) => new Date(NOW.getTime() + offset * DAY_MS).toISOString().slice(0, 10);
const word = fc.constantFrom(...words);
const trimmedWord = fc.constantFrom(...words.filter((text) => text.trim() !== ''));
/** Near the edges of whole days, too. */
const moment = fc
  .tuple(fc.constantFrom(...dayOffsets), fc.constantFrom(-1, 0, 1, 3_600_000))
  .map(([offset, ms]) => new Date(NOW.getTime() + offset * DAY_MS + ms));
const attributeValue = fc.oneof(
  { weight: 3, arbitrary: word },
  { weight: 2, arbitrary: fc.constantFrom(...numbers) },
  fc.constantFrom(true, false, null, ''),
  fc.constantFrom(...dayOffsets).map(day),
  fc.constantFrom<unknown>({ a: 1 }, ['x'], []),
);

export const randomContact = fc.record({
  name: fc.option(word),
  country: fc.option(fc.constantFrom('DE', 'AT', 'BR')),
  locale: fc.option(fc.constantFrom('en', 'en_US', 'DE')),
  tags: fc.uniqueArray(fc.constantFrom(...tags), { maxLength: 3 }),
  attributes: fc.dictionary(fc.constantFrom(...names), attributeValue, { maxKeys: 4 }),
  consent: fc.constantFrom('unknown' as const, 'granted' as const, 'denied' as const),
  createdAt: moment,
  inboundAt: fc.option(moment),
  outbound: fc.array(
    fc.record({ at: moment, status: fc.constantFrom('sent', 'read', 'failed', 'queued', 'unknown') }),
    { maxLength: 2 },
  ),
  events: fc.array(
    fc.record({
      kind: fc.constantFrom('api_event', 'goal', 'tag_added', 'tag_removed'),
      name: fc.constantFrom(...names, 'vip'),
      at: moment,
    }),
    { maxLength: 2 },
  ),
});
export type RandomContact = typeof randomContact extends fc.Arbitrary<infer Value> ? Value : never;

const textTest = {
  op: fc.constantFrom(...idsOf(textOperators)),
  value: trimmedWord.map((text) => text.trim()),
};
const attributeName = fc.constantFrom(...names);

const test: fc.Arbitrary<SegmentTest> = fc.oneof(
  fc.record({
    kind: fc.constant('tag' as const),
    op: fc.constantFrom(...idsOf(tagOperators)),
    value: fc.constantFrom(...tags),
  }),
  fc.record({ kind: fc.constantFrom('name' as const, 'locale' as const), ...textTest }),
  fc.record({
    kind: fc.constant('country' as const),
    op: fc.constantFrom('is-one-of' as const, 'is-none-of' as const),
    values: fc.uniqueArray(fc.constantFrom('DE', 'AT', 'US'), { minLength: 1 }),
  }),
  fc.record({
    kind: fc.constant('consent' as const),
    op: fc.constantFrom('is' as const, 'is-not' as const),
    value: fc.constantFrom('unknown' as const, 'granted' as const, 'denied' as const),
  }),
  fc.record({
    kind: fc.constant('created' as const),
    op: fc.constantFrom(...idsOf(ageOperators)),
    days: fc.constantFrom(...days),
  }),
  fc.record({
    kind: fc.constantFrom('lastInbound' as const, 'lastOutbound' as const),
    op: fc.constantFrom(...idsOf(momentOperators)),
    days: fc.constantFrom(...days),
  }),
  fc.record({
    kind: fc.constant('event' as const),
    event: fc.constantFrom('api_event' as const, 'goal' as const, 'tag_added' as const),
    name: fc.constantFrom(...names, 'vip'),
    op: fc.constantFrom('happened' as const, 'not-happened' as const),
    days: fc.constantFrom(...days),
  }),
  fc.record({
    kind: fc.constant('attribute' as const),
    type: fc.constant('text' as const),
    name: attributeName,
    ...textTest,
  }),
  fc.record({
    kind: fc.constant('attribute' as const),
    type: fc.constant('number' as const),
    name: attributeName,
    op: fc.constantFrom(...idsOf(numberOperators)),
    value: fc.constantFrom(...numbers),
  }),
  fc.record({
    kind: fc.constant('attribute' as const),
    type: fc.constant('boolean' as const),
    name: attributeName,
    op: fc.constantFrom(...idsOf(booleanOperators)),
    value: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('attribute' as const),
    type: fc.constant('date' as const),
    name: attributeName,
    op: fc.constantFrom(...idsOf(dateOperators)),
    value: fc.constantFrom(...dayOffsets).map(day),
    days: fc.constantFrom(...days),
  }),
);

const group = (part: fc.Arbitrary<SegmentPart>): fc.Arbitrary<SegmentRules> =>
  fc.record({ kind: fc.constantFrom('all', 'any'), of: fc.array(part, { minLength: 1, maxLength: 3 }) });

export const randomTest = test;
export const randomRules: fc.Arbitrary<SegmentRules> = group(
  fc.oneof({ weight: 2, arbitrary: test }, group(fc.oneof({ weight: 2, arbitrary: test }, group(test)))),
).map((rules) => segmentRules.parse(rules));

/** Rows of an organisation with one number; answers with its id. @param sql superuser */
export async function createOrganisation(sql: postgres.Sql, name = 'Segments'): Promise<string> {
  const orgId = randomUUID();
  await sql`insert into public.organizations (id, name, slug) values (${orgId}, ${name}, ${`s-${orgId}`})`;
  await sql`
    with waba as (
      insert into public.waba_accounts (org_id, meta_waba_id, name, app_key) values (${orgId}, ${orgId}, 'W', 'default')
      returning id)
    insert into public.phone_numbers (org_id, waba_account_id, meta_phone_number_id, display_phone_number)
    select ${orgId}, id, ${orgId}, '+1' from waba`;
  return orgId;
}

export async function insertContacts(
  sql: postgres.Sql,
  orgId: string,
  contacts: readonly RandomContact[],
): Promise<string[]> {
  const [number] = await sql<{ id: string }[]>`select id from public.phone_numbers where org_id = ${orgId}`;
  const ids: string[] = [];
  for (const contact of contacts) {
    const [contactId, conversationId] = [randomUUID(), randomUUID()];
    ids.push(contactId);
    await sql`
      insert into public.contacts (id, org_id, name, country, locale, tags, attributes, marketing_consent, created_at)
      values (${contactId}, ${orgId}, ${contact.name}, ${contact.country}, ${contact.locale}, ${contact.tags},
        ${sql.json(contact.attributes as postgres.JSONValue)}, ${contact.consent}, ${contact.createdAt})`;
    await sql`delete from public.contact_events where contact_id = ${contactId}`; // what the insert itself made
    await sql`
      insert into public.conversations (id, org_id, contact_id, phone_number_id, last_inbound_at)
      values (${conversationId}, ${orgId}, ${contactId}, ${number!.id}, ${contact.inboundAt})`;
    for (const { at, status } of contact.outbound) {
      await sql`
        insert into public.messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, status,
          status_rank, source, created_at)
        values (${randomUUID()}, ${orgId}, ${conversationId}, ${contactId}, ${number!.id}, 'outbound', 'text', ${status}, 0,
          'agent', ${at})`;
    }
    for (const { kind, name, at } of contact.events) {
      await sql`
        insert into public.contact_events (org_id, contact_id, kind, name, created_at, routed_at)
        values (${orgId}, ${contactId}, ${kind}, ${name}, ${at}, ${at})`;
    }
  }
  return ids;
}
