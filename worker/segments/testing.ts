/** Random contacts and random rules from one small vocabulary, so that rules hold for some of the contacts. Not used by the product. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type postgres from 'postgres';
import { segmentRules, type SegmentPart, type SegmentRules } from '../../core/segments/rules.ts';
import { consentPurposes } from '../../core/messaging/consent.ts';
import type { SegmentTest } from '../../core/segments/tests.ts';
import {
  ageOperators,
  amountOperators,
  booleanOperators,
  campaignOperators,
  consentOperators,
  conversationOperators,
  dateOperators,
  eventOperators,
  flowOperators,
  idsOf,
  lastMessageOperators,
  momentOperators,
  numberOperators,
  phoneOperators,
  segmentOperators,
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
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
/** Of one organisation each: the tests' databases hold one whose people are asked for. */
export const flowIds = [id(1), id(2)];
const campaignIds = [id(11), id(12)];
/** Segments that rules may name; the last one doesn't exist. */
export const segmentIds = [id(21), id(22), id(23)];
export const phoneNumberIds = [id(31), id(32)];
const phones = ['4915112345678', '49301234', '5511987654321', '15550001111'];
const statuses = ['queued', 'sending', 'unknown', 'held', 'sent', 'failed', 'delivered', 'read', 'played'];
const sources = ['flow', 'campaign', 'agent', 'api'] as const;
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

const conversation = fc.record({
  status: fc.constantFrom('open', 'pending', 'snoozed', 'resolved'),
  mode: fc.constantFrom('bot', 'human'),
  isAssigned: fc.boolean(),
  unread: fc.constantFrom(0, 1, 7),
  inboundAt: fc.option(moment),
  windowExpiresAt: fc.option(moment),
});

const consentState = fc.constantFrom('unknown', 'pending', 'granted', 'denied');

export const randomContact = fc.record({
  name: fc.option(word),
  country: fc.option(fc.constantFrom('DE', 'AT', 'BR')),
  locale: fc.option(fc.constantFrom('en', 'en_US', 'DE')),
  tags: fc.uniqueArray(fc.constantFrom(...tags), { maxLength: 3 }),
  attributes: fc.dictionary(fc.constantFrom(...names), attributeValue, { maxKeys: 4 }),
  consent: fc.record({ marketing: consentState, utility: consentState }),
  createdAt: moment,
  phone: fc.option(fc.constantFrom(...phones)),
  conversations: fc
    .subarray([0, 1])
    .chain((numbers) =>
      fc.tuple(...numbers.map((number) => conversation.map((values) => ({ number, ...values })))),
    ),
  messages: fc.array(
    fc.oneof(
      fc.record({
        at: moment,
        status: fc.constant('received'),
        source: fc.constant('contact'),
        campaign: fc.constant(null),
      }),
      fc.record({
        at: moment,
        status: fc.constantFrom(...statuses),
        source: fc.constantFrom(...sources),
        campaign: fc.constantFrom(0, 1),
      }),
    ),
    { maxLength: 5 },
  ),
  runs: fc.array(
    fc.record({
      flow: fc.constantFrom(0, 1),
      status: fc.constantFrom('waiting', 'completed', 'exited', 'failed'),
      startedAt: moment,
      endedAt: moment,
    }),
    { maxLength: 2 },
  ),
  events: fc.array(
    fc.record({
      kind: fc.constantFrom('api_event', 'goal', 'tag_added', 'tag_removed'),
      name: fc.constantFrom(...names, 'vip'),
      flow: fc.constantFrom(0, 1),
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

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

function withoutNothing<Test extends object>(test: Test): Test {
  return Object.fromEntries(Object.entries(test).filter(([, value]) => value !== undefined)) as Test;
}

const dates = { from: fc.constantFrom(-40, -30, -8, 0).map(day), to: fc.constantFrom(0, 1, 7, 400).map(day) };
const amount = { op: fc.constantFrom(...idsOf(amountOperators)), value: fc.integer({ min: 1, max: 3 }) };
const conversationTest = {
  kind: fc.constant('conversation' as const),
  phoneNumberId: maybe(fc.constantFrom(...phoneNumberIds)),
};

/** In the last days, between two days, or at any time. */
function inSomePeriod<Test extends object>(test: Test): fc.Arbitrary<Test> {
  const periods = fc.oneof(fc.record({ days: fc.constantFrom(...days) }), fc.record(dates), fc.constant({}));
  return periods.map((period) => withoutNothing({ ...test, ...period }));
}

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
  fc
    .record({
      kind: fc.constant('consent' as const),
      purpose: maybe(fc.constantFrom(...consentPurposes)),
      op: fc.constantFrom(...idsOf(consentOperators)),
      value: consentState,
    })
    .map(withoutNothing),
  fc.record({
    kind: fc.constant('created' as const),
    op: fc.constantFrom(...idsOf(ageOperators)),
    days: fc.constantFrom(...days),
    ...dates,
  }),
  fc.record({
    kind: fc.constantFrom('lastInbound' as const, 'lastOutbound' as const),
    op: fc.constantFrom(...idsOf(momentOperators)),
    days: fc.constantFrom(...days),
    ...dates,
  }),
  fc
    .record({
      kind: fc.constant('event' as const),
      event: fc.constantFrom('api_event' as const, 'goal' as const, 'tag_added' as const),
      name: fc.constantFrom(...names, 'vip'),
      op: fc.constantFrom(...idsOf(eventOperators)),
    })
    .chain(inSomePeriod),
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
    ...dates,
  }),
  fc.record({
    kind: fc.constant('phone' as const),
    op: fc.constantFrom(...idsOf(phoneOperators)),
    value: fc.constantFrom('4', '49', '49151', '1', '55', '99'),
  }),
  fc
    .oneof(
      fc.record({
        ...conversationTest,
        type: fc.constant('status' as const),
        op: fc.constantFrom(...idsOf(conversationOperators.status)),
        value: fc.constantFrom('open' as const, 'pending' as const, 'snoozed' as const, 'resolved' as const),
      }),
      fc.record({
        ...conversationTest,
        type: fc.constant('mode' as const),
        op: fc.constantFrom(...idsOf(conversationOperators.mode)),
        value: fc.constantFrom('bot' as const, 'human' as const),
      }),
      fc.record({
        ...conversationTest,
        type: fc.constantFrom('assignee' as const, 'unread' as const),
        op: fc.constantFrom(...idsOf(conversationOperators.unread)),
      }),
      fc.record({
        ...conversationTest,
        type: fc.constant('window' as const),
        op: fc.constantFrom(...idsOf(conversationOperators.window)),
      }),
      fc.record({ ...conversationTest, type: fc.constant('count' as const), ...amount }),
    )
    .map(withoutNothing),
  fc
    .record({
      kind: fc.constant('messages' as const),
      type: fc.constantFrom(
        'received' as const,
        'sent' as const,
        'delivered' as const,
        'read' as const,
        'failed' as const,
      ),
      source: maybe(fc.constantFrom(...sources)),
      campaignId: maybe(fc.constantFrom(...campaignIds)),
      ...amount,
    })
    .chain(inSomePeriod),
  fc
    .record({
      kind: fc.constant('lastMessage' as const),
      source: maybe(fc.constantFrom(...sources)),
      op: fc.constantFrom(...idsOf(lastMessageOperators)),
      replyDays: fc.constantFrom(...days),
    })
    .chain(inSomePeriod),
  fc
    .record({
      kind: fc.constant('campaign' as const),
      campaign: fc.constantFrom('last' as const, 'any' as const, ...campaignIds),
      op: fc.constantFrom(...idsOf(campaignOperators)),
      replyDays: fc.constantFrom(...days),
    })
    .chain(inSomePeriod),
  fc
    .record({
      kind: fc.constant('flow' as const),
      flowId: maybe(fc.constantFrom(...flowIds)),
      op: fc.constantFrom(...idsOf(flowOperators)),
      goal: maybe(fc.constantFrom(...names)),
    })
    .chain(inSomePeriod),
  fc.record({
    kind: fc.constant('segment' as const),
    op: fc.constantFrom(...idsOf(segmentOperators)),
    segmentId: fc.constantFrom(...segmentIds),
  }),
);

const group = (part: fc.Arbitrary<SegmentPart>): fc.Arbitrary<SegmentRules> =>
  fc.record({ kind: fc.constantFrom('all', 'any'), of: fc.array(part, { minLength: 1, maxLength: 3 }) });

export const randomTest = test;
export const randomRules: fc.Arbitrary<SegmentRules> = group(
  fc.oneof({ weight: 2, arbitrary: test }, group(fc.oneof({ weight: 2, arbitrary: test }, group(test)))),
).map((rules) => segmentRules.parse(rules));

/**
 * Rows of an organisation with a number; answers with its id.
 * @param sql superuser
 * @param isAsked the organisation of the rules' ids: it has the flows and both numbers that they name
 */
export async function createOrganisation(
  sql: postgres.Sql,
  name = 'Segments',
  { isAsked = false } = {},
): Promise<string> {
  const orgId = randomUUID();
  await sql`insert into public.organizations (id, name, slug) values (${orgId}, ${name}, ${`s-${orgId}`})`;
  await sql`
    with waba as (
      insert into public.waba_accounts (org_id, meta_waba_id, name, app_key) values (${orgId}, ${orgId}, 'W', 'default')
      returning id)
    insert into public.phone_numbers (id, org_id, waba_account_id, meta_phone_number_id, display_phone_number)
    select number, ${orgId}, waba.id, number::text, '+1' from waba, unnest(${isAsked ? phoneNumberIds : [randomUUID()]}::uuid[]) number`;
  if (isAsked) {
    for (const flowId of flowIds) {
      await sql`
        insert into public.flows (id, org_id, name, draft, draft_hash) values (${flowId}, ${orgId}, 'F', '{}', 'x')`;
      await sql`
        insert into public.flow_versions (org_id, flow_id, number, doc, hash) values (${orgId}, ${flowId}, 1, '{}', 'x')`;
    }
  }
  return orgId;
}

/** Into the organisation of the rules' ids. */
export async function insertContacts(
  sql: postgres.Sql,
  orgId: string,
  contacts: readonly RandomContact[],
): Promise<string[]> {
  const numbers = await sql<{ id: string }[]>`
    select id from public.phone_numbers where org_id = ${orgId} order by id`;
  const memberId = randomUUID();
  await sql`insert into auth.users (id, email) values (${memberId}, ${`${memberId}@fixture.test`})`;
  await sql`insert into public.org_members (org_id, user_id, role) values (${orgId}, ${memberId}, 'agent')`;
  const ids: string[] = [];
  for (const [nth, contact] of contacts.entries()) {
    const contactId = randomUUID();
    ids.push(contactId);
    await sql`
      insert into public.contacts (id, org_id, name, country, locale, tags, attributes, marketing_consent, utility_consent,
        created_at)
      values (${contactId}, ${orgId}, ${contact.name}, ${contact.country}, ${contact.locale}, ${contact.tags},
        ${sql.json(contact.attributes as postgres.JSONValue)}, ${contact.consent.marketing}, ${contact.consent.utility},
        ${contact.createdAt})`;
    await sql`delete from public.contact_events where contact_id = ${contactId}`; // what the insert itself made
    if (contact.phone) {
      await sql`
        insert into public.contact_identities (org_id, kind, value, contact_id)
        values (${orgId}, 'phone', ${`+${contact.phone}${nth}`}, ${contactId}), (${orgId}, 'bsuid', ${`49${nth}`}, ${contactId})`;
    }
    for (const talk of contact.conversations) {
      if (!numbers[talk.number]) continue;
      await sql`
        insert into public.conversations (org_id, contact_id, phone_number_id, status, mode, assignee_id, unread_count,
          last_inbound_at, window_expires_at)
        values (${orgId}, ${contactId}, ${numbers[talk.number]!.id}, ${talk.status}, ${talk.mode},
          ${talk.isAssigned ? memberId : null}, ${talk.unread}, ${talk.inboundAt}, ${talk.windowExpiresAt})`;
    }
    await sql`
      insert into public.conversations (org_id, contact_id, phone_number_id, created_at)
      select ${orgId}, ${contactId}, ${numbers[0]!.id}, ${NOW} where ${contact.messages.length + contact.runs.length} > 0
      on conflict (phone_number_id, contact_id) do nothing`;
    for (const { at, status, source, campaign } of contact.messages) {
      await sql`
        insert into public.messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, status,
          status_rank, source, campaign_id, created_at)
        select ${randomUUID()}, ${orgId}, v.id, ${contactId}, v.phone_number_id,
          ${status === 'received' ? 'inbound' : 'outbound'}, 'text', ${status}, 0, ${source},
          ${campaign === null ? null : campaignIds[campaign]!}, ${at}
        from public.conversations v where v.contact_id = ${contactId} limit 1`;
    }
    for (const { flow, status, startedAt, endedAt } of contact.runs) {
      await sql`
        insert into public.flow_runs (id, org_id, flow_id, flow_version_id, contact_id, conversation_id, trigger_node_id,
          status, state, workflow_id, started_at, ended_at)
        select r.id, ${orgId}, f.flow_id, f.id, ${contactId}, v.id, 't', ${status}, '{}', r.id, ${startedAt},
          ${status === 'waiting' ? null : endedAt}
        from (select gen_random_uuid() as id) r, public.flow_versions f, public.conversations v
        where f.org_id = ${orgId} and f.flow_id = ${flowIds[flow]!} and v.contact_id = ${contactId} limit 1`;
    }
    for (const { kind, name, flow, at } of contact.events) {
      await sql`
        insert into public.contact_events (org_id, contact_id, kind, name, detail, created_at, routed_at)
        values (${orgId}, ${contactId}, ${kind}, ${name}, ${sql.json(kind === 'goal' ? { flowId: flowIds[flow]! } : {})}, ${at}, ${at})`;
    }
  }
  return ids;
}
