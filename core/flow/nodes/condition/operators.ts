/** Every comparison a condition can make, as data: the schema, the engine and the studio's menu come from this table. */
import type { ListItem, VariableValue } from '../../basics.ts';
import { wordsOfItem, wordsOfValue } from '../../lists.ts';
import { normaliseText, sameText } from '../shared/normalise.ts';
import { matchesSomewhere, patternProblem } from '../shared/pattern.ts';
import { clockMsOf } from '../shared/time-of-day.ts';
import { parseDate, parseNumber } from '../shared/values.ts';
import { dateOrder, dateProblem } from './dates.ts';
import type { Moment } from './dates.ts';

export interface Operator {
  title: string;
  /** Whether a value to compare with is needed. */
  takesValue: boolean;
  /** Without a moment, dates that hang on today are neither before nor after. */
  test(actual: Comparable, expected: string, moment?: Moment): boolean;
  /** Why a value can't be compared with, null when it can; absent: any can. */
  problem?(expected: string): string | null;
  /** How the value is written, for the field's placeholder. */
  example?: string;
}

type Listed = readonly (string | ListItem)[];

/** A fact: a value, or the list of the contact's tags. A row of a list is compared by what texts show of it. */
export type Comparable = VariableValue | Listed;

export const operators = {
  is: { title: 'is', takesValue: true, test: equals },
  'is-not': { title: 'is not', takesValue: true, test: (actual, expected) => !equals(actual, expected) },
  contains: { title: 'contains', takesValue: true, test: contains },
  'not-contains': {
    title: 'does not contain',
    takesValue: true,
    test: (actual, expected) => !contains(actual, expected),
  },
  'starts-with': {
    title: 'starts with',
    takesValue: true,
    test: (actual, expected) =>
      normaliseText(expected) !== '' && normaliseText(asText(actual)).startsWith(normaliseText(expected)),
  },
  'is-empty': { title: 'is empty', takesValue: false, test: isEmpty },
  'is-not-empty': { title: 'is not empty', takesValue: false, test: (actual) => !isEmpty(actual) },
  'greater-than': { title: 'is more than', takesValue: true, test: ordered((order) => order > 0) },
  'at-least': { title: 'is at least', takesValue: true, test: ordered((order) => order >= 0) },
  'less-than': { title: 'is less than', takesValue: true, test: ordered((order) => order < 0) },
  'at-most': { title: 'is at most', takesValue: true, test: ordered((order) => order <= 0) },
  'one-of': {
    title: 'is one of',
    takesValue: true,
    example: 'Berlin, Hamburg',
    test: (actual, expected) => listed(expected).some((one) => equals(actual, one)),
    problem: (expected) =>
      listed(expected).length === 0 ? 'Write the values with commas between them.' : null,
  },
  matches: {
    title: 'matches the pattern',
    takesValue: true,
    example: '(?i)order \\d+',
    test: (actual, expected) =>
      isList(actual)
        ? wordsIn(actual).some((item) => matchesSomewhere(expected, item))
        : actual !== null && matchesSomewhere(expected, asText(actual)),
    problem: patternProblem,
  },
  before: {
    title: 'is before',
    takesValue: true,
    example: 'today, in 3 days, 2026-12-24, 18:00',
    test: dated((order) => order < 0),
    problem: dateProblem,
  },
  after: {
    title: 'is after',
    takesValue: true,
    example: 'today, 3 days ago, 2026-12-24, 09:00',
    test: dated((order) => order > 0),
    problem: dateProblem,
  },
} satisfies Record<string, Operator>;

export type OperatorId = keyof typeof operators;

export const operatorIds = Object.keys(operators) as [OperatorId, ...OperatorId[]];

/** For tags: whether exactly this tag is set. For a list: whether a row has exactly this value in one of its fields. */
function equals(actual: Comparable, expected: string): boolean {
  if (isList(actual)) return wordsIn(actual).some((item) => sameText(item, expected));
  if (typeof actual === 'number') return parseNumber(expected) === actual;
  return sameText(asText(actual), expected);
}

/** For tags and lists: whether one of them is this; for texts: whether it occurs anywhere. */
function contains(actual: Comparable, expected: string): boolean {
  if (isList(actual)) return equals(actual, expected);
  const part = normaliseText(expected);
  return part !== '' && normaliseText(asText(actual)).includes(part);
}

function isEmpty(actual: Comparable): boolean {
  return isList(actual) ? actual.length === 0 : asText(actual).trim() === '';
}

/** Values with commas, semicolons or line breaks between them. */
function listed(expected: string): string[] {
  return expected
    .split(/[,;\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** What is neither a date nor a time of day is neither before nor after anything. */
function dated(holds: (order: number) => boolean): Operator['test'] {
  return (actual, expected, moment) => {
    if (isList(actual)) return false;
    const order =
      difference(clockMsOf(asText(actual)), clockMsOf(expected.trim())) ??
      dateOrder(asText(actual), expected, moment);
    return order !== null && holds(order);
  };
}

/** Compares as numbers when both are numbers, else as dates or times of day; anything else has no order and the test is false. */
function ordered(holds: (order: number) => boolean): Operator['test'] {
  return (actual, expected) => {
    if (isList(actual)) return false;
    const order =
      difference(parseNumber(asText(actual)), parseNumber(expected)) ??
      difference(timeOf(asText(actual)), timeOf(expected)) ??
      difference(clockMsOf(asText(actual)), clockMsOf(expected.trim()));
    return order !== null && holds(order);
  };
}

function difference(left: number | null, right: number | null): number | null {
  return left === null || right === null ? null : left - right;
}

function timeOf(text: string): number | null {
  const day = parseDate(text);
  if (day === null) return null;
  const moment = /^\d{4}-\d{2}-\d{2}T[\d:.]{4,16}(Z|[+-]\d{2}:\d{2})$/.test(text)
    ? Date.parse(text)
    : Date.parse(day);
  return Number.isNaN(moment) ? null : moment;
}

function isList(value: Comparable): value is Listed {
  return Array.isArray(value);
}

/** Everything that a test may mean by "one of them": tags, what rows are shown as, and each of their fields. */
function wordsIn(list: Listed): string[] {
  return list.flatMap((one) =>
    typeof one === 'string'
      ? one
      : [wordsOfItem(one), ...Object.values(one).map((field) => wordsOfValue(field))],
  );
}

function asText(value: Comparable): string {
  if (!isList(value)) return wordsOfValue(value);
  return value.map((one) => (typeof one === 'string' ? one : wordsOfItem(one))).join(', ');
}
