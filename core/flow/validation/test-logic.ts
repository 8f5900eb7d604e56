/**
 * What follows from a test of a condition, for certain. It mirrors the comparisons of `nodes/condition/operators.ts`: texts
 * are compared without case and accents, values that read as numbers as numbers, and tags are a list.
 */
import type { ConditionTest } from '../nodes/condition/manifest.ts';
import { CONTACT_SUBJECTS, TAGS_SUBJECT } from '../nodes/condition/subjects.ts';
import { normaliseText, sameText } from '../nodes/shared/normalise.ts';
import { parseNumber } from '../nodes/shared/values.ts';
import { needsValue } from './conditions.ts';

/** Whether `wanted` holds whenever `test` does. */
export function implies(test: ConditionTest, wanted: ConditionTest): boolean {
  if (test.subject !== wanted.subject) return false;
  if (test.operator === wanted.operator && test.value === wanted.value) return true;
  if (wanted.operator === 'is-not-empty') return needsValue(test);
  if (wanted.operator === 'is-not') return excludes(test, { ...wanted, operator: 'is' });
  const bound = boundOf(test);
  const wider = boundOf(wanted);
  if (bound !== null && wider !== null) return bound.side === wider.side && isWithin(bound, wider);
  return impliesText(test, wanted);
}

/** Whether a subject is surely one value and no list. */
function isOneValue(subject: string): boolean {
  return (
    (CONTACT_SUBJECTS as readonly string[]).includes(subject) ||
    ['contact.attributes.', 'answers.', 'trigger.', 'now.'].some((prefix) => subject.startsWith(prefix))
  );
}

/** Texts only: for tags `contains` asks for a whole tag, and a number is compared by its value. */
function impliesText(test: ConditionTest, wanted: ConditionTest): boolean {
  if (test.subject === TAGS_SUBJECT) return isSameTag(test, wanted);
  if (!isOneValue(test.subject)) return false;
  if (parseNumber(test.value) !== null || parseNumber(wanted.value) !== null) return false;
  const text = normaliseText(test.value);
  const part = normaliseText(wanted.value);
  if (text === '' || part === '') return false;
  switch (wanted.operator) {
    case 'is':
      return test.operator === 'is' && text === part;
    case 'contains':
      return ['is', 'contains', 'starts-with'].includes(test.operator) && text.includes(part);
    case 'starts-with':
      return ['is', 'starts-with'].includes(test.operator) && text.startsWith(part);
    default:
      return false;
  }
}

function isSameTag(test: ConditionTest, wanted: ConditionTest): boolean {
  const asks = (one: ConditionTest) => one.operator === 'is' || one.operator === 'contains';
  return asks(test) && asks(wanted) && sameText(test.value, wanted.value);
}

/** Whether the two never hold together. */
export function excludes(test: ConditionTest, other: ConditionTest): boolean {
  return excludesInOrder(test, other) || excludesInOrder(other, test);
}

function excludesInOrder(test: ConditionTest, other: ConditionTest): boolean {
  if (test.subject !== other.subject) return false;
  if (isOpposite(test, other)) return true;
  if (other.operator === 'is-empty') return needsValue(test);
  if (!isOneValue(test.subject)) return false;
  if (test.operator === 'is' && other.operator === 'is') return differ(test.value, other.value);
  const low = boundOf(test);
  const high = boundOf(other);
  if (low?.side !== 'above' || high?.side !== 'below') return false;
  return low.at > high.at || (low.at === high.at && !(low.includes && high.includes));
}

/** Two values that nothing equals both: neither as texts nor as numbers. */
function differ(left: string, right: string): boolean {
  if (normaliseText(left) === '' || normaliseText(right) === '' || sameText(left, right)) return false;
  const a = parseNumber(left);
  const b = parseNumber(right);
  return a === null || b === null || a !== b;
}

const OPPOSITES: Readonly<Record<string, string>> = {
  is: 'is-not',
  contains: 'not-contains',
  'is-empty': 'is-not-empty',
};

/** Whether always exactly one of the two holds. */
export function isOpposite(test: ConditionTest, other: ConditionTest): boolean {
  if (test.subject !== other.subject) return false;
  const isPair = OPPOSITES[test.operator] === other.operator || OPPOSITES[other.operator] === test.operator;
  return isPair && (test.operator.endsWith('empty') || test.value === other.value);
}

interface Bound {
  side: 'above' | 'below';
  at: number;
  includes: boolean;
}

/** A comparison with a number; comparisons with days aren't reasoned about. */
function boundOf({ operator, value }: ConditionTest): Bound | null {
  const at = parseNumber(value);
  if (at === null) return null;
  switch (operator) {
    case 'greater-than':
      return { side: 'above', at, includes: false };
    case 'at-least':
      return { side: 'above', at, includes: true };
    case 'less-than':
      return { side: 'below', at, includes: false };
    case 'at-most':
      return { side: 'below', at, includes: true };
    default:
      return null;
  }
}

function isWithin(bound: Bound, wider: Bound): boolean {
  if (bound.at === wider.at) return wider.includes || !bound.includes;
  return bound.side === 'above' ? bound.at > wider.at : bound.at < wider.at;
}
