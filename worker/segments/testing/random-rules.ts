/** Random rules, and single tests of rules. Not used by the product. */
import fc from 'fast-check';
import { segmentRules, type SegmentPart, type SegmentRules } from '../../../core/segments/rules.ts';
import { consentPurposes } from '../../../core/messaging/consent.ts';
import type { SegmentTest } from '../../../core/segments/tests.ts';
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
} from '../../../core/segments/operators.ts';
import {
  campaignIds,
  consentStates,
  day,
  dayOffsets,
  days,
  flowIds,
  names,
  numbers,
  phoneNumberIds,
  segmentIds,
  sources,
  tags,
  words,
} from './vocabulary.ts';

const trimmedWord = fc.constantFrom(...words.filter((text) => text.trim() !== ''));
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
      value: fc.constantFrom(...consentStates),
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
