/** A segment's rules in words, in one line. */
import type { ConsentPurpose } from '../messaging/consent.ts';
import type { OperatorNeeds } from './operators.ts';
import { isGroup, type SegmentPart, type SegmentRules } from './rules.ts';
import { hasPeriod, operatorsOf, type Period, type SegmentTest, type TestOf } from './tests.ts';

/** What a kind of test looks at. */
export const subjectTitles = {
  tag: 'Tags',
  attribute: 'Attribute',
  name: 'Name',
  locale: 'Language',
  country: 'Country of the number',
  phone: 'Phone number',
  consent: 'Consent',
  created: 'First seen',
  conversation: 'Conversation',
  messages: 'Number of messages',
  lastInbound: 'Last message from them',
  lastOutbound: 'Last message to them',
  lastMessage: 'What became of the last message',
  campaign: 'Campaign',
  flow: 'Flow',
  event: 'Event',
  segment: 'Segment',
} as const satisfies Record<SegmentTest['kind'], string>;

export const eventTitles = {
  api_event: 'Event from your system',
  goal: 'Goal',
  tag_added: 'Tag added',
} as const satisfies Record<TestOf<'event'>['event'], string>;

export const purposeTitles = {
  marketing: 'to marketing',
  utility: 'to utility messages',
} as const satisfies Record<ConsentPurpose, string>;

export const conversationTitles = {
  status: 'Status',
  mode: 'Answered by',
  assignee: 'Assigned person',
  unread: 'Unread messages',
  window: '24-hour window',
  count: 'Number of conversations',
} as const satisfies Record<TestOf<'conversation'>['type'], string>;

export const messageTitles = {
  received: 'Messages from them',
  sent: 'Messages sent to them',
  delivered: 'Messages delivered to them',
  read: 'Messages they read',
  failed: 'Messages that failed',
} as const satisfies Record<TestOf<'messages'>['type'], string>;

export const sourceTitles = {
  flow: 'from flows',
  campaign: 'from campaigns',
  agent: 'from people',
  api: 'from your system',
} as const satisfies Record<NonNullable<TestOf<'messages'>['source']>, string>;

/** What a value is called where it isn't somebody's own word. */
export const valueTitles: Readonly<Record<string, string>> = { bot: 'flows', human: 'people' };

/** Names of what rules name by id; an id without one stays an id. */
export interface SegmentNames {
  flows?: ReadonlyMap<string, string>;
  segments?: ReadonlyMap<string, string>;
  phoneNumbers?: ReadonlyMap<string, string>;
  campaigns?: ReadonlyMap<string, string>;
}

export function summariseRules(rules: SegmentRules, names: SegmentNames = {}): string {
  return rules.of.map((part) => partText(part, names)).join(rules.kind === 'all' ? ' and ' : ' or ');
}

function partText(part: SegmentPart, names: SegmentNames): string {
  if (!isGroup(part)) return summariseTest(part, names);
  return part.of.length === 1 ? partText(part.of[0]!, names) : `(${summariseRules(part, names)})`;
}

export function summariseTest(test: SegmentTest, names: SegmentNames = {}): string {
  const operator = operatorsOf(test)[test.op];
  const words = [subjectText(test, names), operator?.title ?? test.op];
  if (operator && operator.needs !== 'nothing') words.push(comparedText(test, operator.needs));
  if (operator?.suffix) words.push(operator.suffix);
  if (test.kind === 'flow' && test.goal !== undefined && test.op.endsWith('goal'))
    words.push(`“${test.goal}”`);
  if (hasPeriod(test)) words.push(...periodText(test, isWhenSent(test)));
  return words.join(' ');
}

function subjectText(test: SegmentTest, names: SegmentNames): string {
  switch (test.kind) {
    case 'attribute':
      return `${subjectTitles.attribute} “${test.name}”`;
    case 'consent':
      return `${subjectTitles.consent} ${purposeTitles[test.purpose ?? 'marketing']}`;
    case 'event':
      return `${eventTitles[test.event]} “${test.name}”`;
    case 'conversation': {
      const title = conversationTitles[test.type];
      const subject = test.type === 'status' ? 'Status of the conversation' : title;
      return test.phoneNumberId === undefined
        ? subject
        : `${subject} on ${named(names.phoneNumbers, test.phoneNumberId)}`;
    }
    case 'messages':
      return [
        messageTitles[test.type],
        ...(test.source ? [sourceTitles[test.source]] : []),
        ...(test.campaignId ? [`of campaign ${campaignText(test.campaignId, names)}`] : []),
      ].join(' ');
    case 'lastMessage':
      return test.source ? `The last message ${sourceTitles[test.source]}` : 'The last message to them';
    case 'campaign':
      return (
        { last: 'The last campaign', any: 'Any campaign' }[test.campaign] ??
        `Campaign ${campaignText(test.campaign, names)}`
      );
    case 'flow':
      return test.flowId === undefined ? 'Any flow' : `Flow “${named(names.flows, test.flowId)}”`;
    case 'segment':
      return `Segment “${named(names.segments, test.segmentId)}”`;
    default:
      return subjectTitles[test.kind];
  }
}

function campaignText(id: string, { campaigns }: SegmentNames): string {
  const name = campaigns?.get(id);
  return name === undefined ? id : `“${name}”`;
}

function named(names: ReadonlyMap<string, string> | undefined, id: string): string {
  return names?.get(id) ?? id;
}

function comparedText(test: SegmentTest, needs: Exclude<OperatorNeeds, 'nothing'>): string {
  const given = test as Record<string, unknown>;
  if (needs === 'dates') return `${String(given.from)} and ${String(given.to)}`;
  const compared = given[needs];
  if (needs === 'days' || needs === 'replyDays') return String(compared);
  if (Array.isArray(compared)) return compared.join(', ');
  if (test.kind === 'attribute' && test.type === 'boolean') return compared === true ? 'yes' : 'no';
  const isWord = test.kind === 'consent' || test.kind === 'conversation';
  if (typeof compared !== 'string') return String(compared);
  return isWord ? (valueTitles[compared] ?? compared) : `“${compared}”`;
}

/** Whether the test's period is when its messages went out, and not when what it asks for happened. */
export function isWhenSent(test: SegmentTest): boolean {
  return test.kind === 'lastMessage' || (test.kind === 'campaign' && !test.op.endsWith('sent'));
}

function periodText({ days, from, to }: Period, isSent: boolean): string[] {
  const text =
    days !== undefined ? `in the last ${days} days` : from !== undefined ? `between ${from} and ${to}` : null;
  if (text === null) return [];
  return [isSent ? `(sent ${text})` : text];
}
