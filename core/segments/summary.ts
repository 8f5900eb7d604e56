/** A segment's rules in words, in one line. */
import { isGroup, operatorsOf, type SegmentPart, type SegmentRules, type SegmentTest } from './rules.ts';

/** What a kind of test looks at. */
export const subjectTitles = {
  tag: 'Tags',
  name: 'Name',
  locale: 'Language',
  country: 'Country of the number',
  consent: 'Consent to marketing',
  created: 'First seen',
  lastInbound: 'Last message from them',
  lastOutbound: 'Last message to them',
  event: 'Event',
  attribute: 'Attribute',
} as const satisfies Record<SegmentTest['kind'], string>;

export const eventTitles = {
  api_event: 'Event from your system',
  goal: 'Goal',
  tag_added: 'Tag added',
} as const satisfies Record<Extract<SegmentTest, { kind: 'event' }>['event'], string>;

export function summariseRules(rules: SegmentRules): string {
  return rules.of.map(partText).join(rules.kind === 'all' ? ' and ' : ' or ');
}

function partText(part: SegmentPart): string {
  if (!isGroup(part)) return summariseTest(part);
  return part.of.length === 1 ? partText(part.of[0]!) : `(${summariseRules(part)})`;
}

export function summariseTest(test: SegmentTest): string {
  const operator = operatorsOf(test)[test.op];
  const words = [subjectText(test), operator?.title ?? test.op];
  if (operator && operator.needs !== 'nothing') words.push(comparedText(test, operator.needs));
  if (operator?.suffix) words.push(operator.suffix);
  return words.join(' ');
}

function subjectText(test: SegmentTest): string {
  switch (test.kind) {
    case 'attribute':
      return `${subjectTitles.attribute} “${test.name}”`;
    case 'event':
      return `${eventTitles[test.event]} “${test.name}”`;
    default:
      return subjectTitles[test.kind];
  }
}

function comparedText(test: SegmentTest, needs: 'value' | 'values' | 'days'): string {
  const compared = (test as Record<string, unknown>)[needs];
  if (needs === 'days') return String(compared);
  if (Array.isArray(compared)) return compared.join(', ');
  if (test.kind === 'attribute' && test.type === 'boolean') return compared === true ? 'yes' : 'no';
  return typeof compared === 'string' && test.kind !== 'consent' ? `“${compared}”` : String(compared);
}
