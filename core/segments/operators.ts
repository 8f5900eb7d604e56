/** Every comparison of segments, as data: the schema, both judges and the studio's menus come from these tables. */

export interface SegmentOperator {
  title: string;
  /** The field of the test that it compares with. */
  needs: 'value' | 'values' | 'days' | 'nothing';
  /** What is said after the number. */
  suffix?: string;
}

export type OperatorTable = Readonly<Record<string, SegmentOperator>>;

const empty = {
  'is-empty': { title: 'is empty', needs: 'nothing' },
  'is-not-empty': { title: 'is not empty', needs: 'nothing' },
} as const satisfies OperatorTable;

export const tagOperators = {
  has: { title: 'include', needs: 'value' },
  'has-not': { title: 'do not include', needs: 'value' },
  'is-empty': { title: 'are none', needs: 'nothing' },
  'is-not-empty': { title: 'are any', needs: 'nothing' },
} as const satisfies OperatorTable;

export const textOperators = {
  is: { title: 'is', needs: 'value' },
  'is-not': { title: 'is not', needs: 'value' },
  contains: { title: 'contains', needs: 'value' },
  'not-contains': { title: 'does not contain', needs: 'value' },
  'starts-with': { title: 'starts with', needs: 'value' },
  ...empty,
} as const satisfies OperatorTable;

export const numberOperators = {
  is: { title: 'is', needs: 'value' },
  'is-not': { title: 'is not', needs: 'value' },
  'greater-than': { title: 'is more than', needs: 'value' },
  'at-least': { title: 'is at least', needs: 'value' },
  'less-than': { title: 'is less than', needs: 'value' },
  'at-most': { title: 'is at most', needs: 'value' },
  ...empty,
} as const satisfies OperatorTable;

export const booleanOperators = {
  is: { title: 'is', needs: 'value' },
  'is-not': { title: 'is not', needs: 'value' },
  ...empty,
} as const satisfies OperatorTable;

/** Days of the calendar, as they are written; today is the day in UTC. */
export const dateOperators = {
  is: { title: 'is', needs: 'value' },
  'is-not': { title: 'is not', needs: 'value' },
  before: { title: 'is before', needs: 'value' },
  after: { title: 'is after', needs: 'value' },
  'in-last-days': { title: 'was in the last', needs: 'days', suffix: 'days' },
  'more-than-days-ago': { title: 'was more than', needs: 'days', suffix: 'days ago' },
  'in-next-days': { title: 'is in the next', needs: 'days', suffix: 'days' },
  'more-than-days-ahead': { title: 'is more than', needs: 'days', suffix: 'days ahead' },
  ...empty,
} as const satisfies OperatorTable;

/** For what has surely happened. */
export const ageOperators = {
  'in-last-days': { title: 'was in the last', needs: 'days', suffix: 'days' },
  'more-than-days-ago': { title: 'was more than', needs: 'days', suffix: 'days ago' },
} as const satisfies OperatorTable;

export const momentOperators = {
  ...ageOperators,
  'is-empty': { title: 'was never', needs: 'nothing' },
  'is-not-empty': { title: 'was at any time', needs: 'nothing' },
} as const satisfies OperatorTable;

export const countryOperators = {
  'is-one-of': { title: 'is one of', needs: 'values' },
  'is-none-of': { title: 'is none of', needs: 'values' },
} as const satisfies OperatorTable;

export const consentOperators = {
  is: { title: 'is', needs: 'value' },
  'is-not': { title: 'is not', needs: 'value' },
} as const satisfies OperatorTable;

export const eventOperators = {
  happened: { title: 'happened in the last', needs: 'days', suffix: 'days' },
  'not-happened': { title: 'did not happen in the last', needs: 'days', suffix: 'days' },
} as const satisfies OperatorTable;

export type TagOperator = keyof typeof tagOperators;
export type TextOperator = keyof typeof textOperators;
export type NumberOperator = keyof typeof numberOperators;
export type DateOperator = keyof typeof dateOperators;
export type MomentOperator = keyof typeof momentOperators;

export function idsOf<Table extends OperatorTable>(table: Table): [keyof Table & string] {
  return Object.keys(table) as [keyof Table & string];
}

export function needsOf(table: OperatorTable, operator: string): SegmentOperator['needs'] {
  return (Object.hasOwn(table, operator) && table[operator]?.needs) || 'nothing';
}
