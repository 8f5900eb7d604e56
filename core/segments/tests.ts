/** Every test that a segment can make of a contact. What its comparisons need besides stands in `operators.ts`. */
import { z } from 'zod';
import { consentPurposes } from '../messaging/consent.ts';
import {
  ageOperators,
  amountOperators,
  booleanOperators,
  campaignOperators,
  consentOperators,
  conversationOperators,
  countryOperators,
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
  type OperatorTable,
} from './operators.ts';

export const MAX_DAYS = 3_650;
export const MAX_TEXT_LENGTH = 200;
export const MAX_AMOUNT = 1_000;

const text = z.string().trim().min(1).max(MAX_TEXT_LENGTH);
const tag = z.string().trim().min(1).max(64);
const attributeName = z.string().min(1).max(64);
const id = z.uuid();
const days = z.int().min(0).max(MAX_DAYS);
/** Beyond this the database's numbers and ours would part. */
const number = z.number().gt(-1e300).lt(1e300);
const amount = z.int().min(0).max(MAX_AMOUNT);
/** A day such as `2026-11-24`. */
const day = z.iso.date();
const dates = { from: day.optional(), to: day.optional() };

/** When it happened: in the last days, between two days of the organisation's calendar, both included, or, without any of these, at any time. */
const period = { days: days.optional(), ...dates };

const tagTest = z.strictObject({
  kind: z.literal('tag'),
  op: z.enum(idsOf(tagOperators)),
  value: tag.optional(),
});

/** Upper and lower case are the same. */
const textTest = z.strictObject({
  kind: z.enum(['name', 'locale']),
  op: z.enum(idsOf(textOperators)),
  value: text.optional(),
});

/** The country of the phone number, ISO 3166. */
const countryTest = z.strictObject({
  kind: z.literal('country'),
  op: z.enum(idsOf(countryOperators)),
  values: z
    .array(z.string().regex(/^[A-Z]{2}$/, 'must be two capital letters, for example DE'))
    .min(1)
    .max(50),
});

/** The first digits of any of the contact's numbers, country code first. */
const phoneTest = z.strictObject({
  kind: z.literal('phone'),
  op: z.enum(idsOf(phoneOperators)),
  value: z.string().regex(/^[0-9]{1,15}$/, 'must be digits, country code first, for example 49'),
});

/** Consent to a purpose; marketing when none is named. */
const consentTest = z.strictObject({
  kind: z.literal('consent'),
  purpose: z.enum(consentPurposes).optional(),
  op: z.enum(idsOf(consentOperators)),
  value: z.enum(['granted', 'denied', 'pending', 'unknown']),
});

/** When we first knew the contact; a day is 24 hours. */
const createdTest = z.strictObject({
  kind: z.literal('created'),
  op: z.enum(idsOf(ageOperators)),
  days: days.optional(),
  ...dates,
});

/** Never written is neither recently nor long ago, nor between any days. */
const lastMessageTimeTest = z.strictObject({
  kind: z.enum(['lastInbound', 'lastOutbound']),
  op: z.enum(idsOf(momentOperators)),
  days: days.optional(),
  ...dates,
});

/** What table `contact_events` knows, by name; a day is 24 hours. */
const eventTest = z.strictObject({
  kind: z.literal('event'),
  event: z.enum(['api_event', 'goal', 'tag_added']),
  name: z.string().trim().min(1).max(200),
  op: z.enum(idsOf(eventOperators)),
  ...period,
});

const attribute = { kind: z.literal('attribute'), name: attributeName };

/** `type` says how the value is read; one that can't be read so is like one that isn't there. */
const attributeTest = z.discriminatedUnion('type', [
  z.strictObject({
    ...attribute,
    type: z.literal('text'),
    op: z.enum(idsOf(textOperators)),
    value: text.optional(),
  }),
  z.strictObject({
    ...attribute,
    type: z.literal('number'),
    op: z.enum(idsOf(numberOperators)),
    value: number.optional(),
  }),
  z.strictObject({
    ...attribute,
    type: z.literal('boolean'),
    op: z.enum(idsOf(booleanOperators)),
    value: z.boolean().optional(),
  }),
  z.strictObject({
    ...attribute,
    type: z.literal('date'),
    op: z.enum(idsOf(dateOperators)),
    value: day.optional(),
    days: days.optional(),
    ...dates,
  }),
]);

/** On one of our numbers, or on any. */
const conversation = { kind: z.literal('conversation'), phoneNumberId: id.optional() };

const conversationTest = z.discriminatedUnion('type', [
  z.strictObject({
    ...conversation,
    type: z.literal('status'),
    op: z.enum(idsOf(conversationOperators.status)),
    value: z.enum(['open', 'pending', 'snoozed', 'resolved']),
  }),
  z.strictObject({
    ...conversation,
    type: z.literal('mode'),
    op: z.enum(idsOf(conversationOperators.mode)),
    value: z.enum(['bot', 'human']),
  }),
  z.strictObject({
    ...conversation,
    type: z.literal('assignee'),
    op: z.enum(idsOf(conversationOperators.assignee)),
  }),
  z.strictObject({
    ...conversation,
    type: z.literal('unread'),
    op: z.enum(idsOf(conversationOperators.unread)),
  }),
  z.strictObject({
    ...conversation,
    type: z.literal('window'),
    op: z.enum(idsOf(conversationOperators.window)),
  }),
  z.strictObject({
    ...conversation,
    type: z.literal('count'),
    op: z.enum(idsOf(amountOperators)),
    value: amount,
  }),
]);

/** Who or what sent a message. */
const source = z.enum(['flow', 'campaign', 'agent', 'api']);

/**
 * How many messages there were in the period. `sent`: WhatsApp took it and it didn't fail; `delivered` counts the read ones, too.
 */
const messagesTest = z.strictObject({
  kind: z.literal('messages'),
  type: z.enum(['received', 'sent', 'delivered', 'read', 'failed']),
  source: source.optional(),
  campaignId: id.optional(),
  op: z.enum(idsOf(amountOperators)),
  value: amount,
  ...period,
});

/** What became of the newest message that we sent, or the newest of one source; the period is when that was. */
const lastMessageTest = z.strictObject({
  kind: z.literal('lastMessage'),
  source: source.optional(),
  op: z.enum(idsOf(lastMessageOperators)),
  replyDays: days.optional(),
  ...period,
});

/** The same of a campaign's messages; `last`: the one whose message is the contact's newest of any campaign. */
const campaignTest = z.strictObject({
  kind: z.literal('campaign'),
  campaign: z.union([z.enum(['last', 'any']), id]),
  op: z.enum(idsOf(campaignOperators)),
  replyDays: days.optional(),
  ...period,
});

/** Runs of one flow, or of any. The period is when it was entered, when it ended, or when the goal was reached. */
const flowTest = z.strictObject({
  kind: z.literal('flow'),
  flowId: id.optional(),
  op: z.enum(idsOf(flowOperators)),
  /** Any goal when left out. */
  goal: z.string().trim().min(1).max(200).optional(),
  ...period,
});

const segmentTestOf = z.strictObject({
  kind: z.literal('segment'),
  op: z.enum(idsOf(segmentOperators)),
  segmentId: id,
});

export const tests = [
  tagTest,
  textTest,
  countryTest,
  phoneTest,
  consentTest,
  createdTest,
  lastMessageTimeTest,
  eventTest,
  attributeTest,
  conversationTest,
  messagesTest,
  lastMessageTest,
  campaignTest,
  flowTest,
  segmentTestOf,
] as const;

export const segmentTest = z.discriminatedUnion('kind', tests);
export type SegmentTest = z.infer<typeof segmentTest>;
export type TestKind = SegmentTest['kind'];
export type TestOf<Kind extends TestKind> = Extract<SegmentTest, { kind: Kind }>;

/** The comparisons a test can make, with their titles. */
export function operatorsOf(test: Pick<SegmentTest, 'kind'> & { type?: string }): OperatorTable {
  switch (test.kind) {
    case 'tag':
      return tagOperators;
    case 'name':
    case 'locale':
      return textOperators;
    case 'country':
      return countryOperators;
    case 'phone':
      return phoneOperators;
    case 'consent':
      return consentOperators;
    case 'created':
      return ageOperators;
    case 'lastInbound':
    case 'lastOutbound':
      return momentOperators;
    case 'event':
      return eventOperators;
    case 'attribute':
      return attributeOperators[test.type as keyof typeof attributeOperators] ?? textOperators;
    case 'conversation':
      return conversationOperators[test.type as keyof typeof conversationOperators] ?? amountOperators;
    case 'messages':
      return amountOperators;
    case 'lastMessage':
      return lastMessageOperators;
    case 'campaign':
      return campaignOperators;
    case 'flow':
      return flowOperators;
    case 'segment':
      return segmentOperators;
  }
}

const attributeOperators = {
  text: textOperators,
  number: numberOperators,
  boolean: booleanOperators,
  date: dateOperators,
} satisfies Record<string, OperatorTable>;

export interface Period {
  days?: number;
  from?: string;
  to?: string;
}

/** Whether the test asks when something was, beside what it compares. */
export function hasPeriod(test: SegmentTest): test is SegmentTest & Period {
  switch (test.kind) {
    case 'event':
    case 'messages':
    case 'lastMessage':
    case 'campaign':
      return true;
    case 'flow':
      return test.op !== 'is-in' && test.op !== 'is-not-in';
    default:
      return false;
  }
}
