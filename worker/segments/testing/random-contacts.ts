/** Random contacts with all that rules ask about. Not used by the product. */
import fc from 'fast-check';
import {
  consentStates,
  day,
  DAY_MS,
  dayOffsets,
  names,
  NOW,
  numbers,
  sources,
  tags,
  words,
} from './vocabulary.ts';

const phones = ['4915112345678', '49301234', '5511987654321', '15550001111'];
const statuses = ['queued', 'sending', 'unknown', 'held', 'sent', 'failed', 'delivered', 'read', 'played'];

const word = fc.constantFrom(...words);
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

const consentState = fc.constantFrom(...consentStates);

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
