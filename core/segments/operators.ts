/** Every comparison of segments, as data: the schema, both judges and the studio's menus come from these tables. */

/** `dates`: the fields `from` and `to`. `replyDays`: how long after a message its answer counts. */
export type OperatorNeeds = 'value' | 'values' | 'days' | 'dates' | 'replyDays' | 'nothing';

export interface SegmentOperator {
  title: string;
  /** The field of the test that it compares with. */
  needs: OperatorNeeds;
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

/** Days of the calendar, as they are written; today is the day where the organisation is. */
export const dateOperators = {
  is: { title: 'is', needs: 'value' },
  'is-not': { title: 'is not', needs: 'value' },
  before: { title: 'is before', needs: 'value' },
  after: { title: 'is after', needs: 'value' },
  'in-last-days': { title: 'was in the last', needs: 'days', suffix: 'days' },
  'more-than-days-ago': { title: 'was more than', needs: 'days', suffix: 'days ago' },
  'in-next-days': { title: 'is in the next', needs: 'days', suffix: 'days' },
  'more-than-days-ahead': { title: 'is more than', needs: 'days', suffix: 'days ahead' },
  between: { title: 'is between', needs: 'dates' },
  ...empty,
} as const satisfies OperatorTable;

/** For what has surely happened. */
export const ageOperators = {
  'in-last-days': { title: 'was in the last', needs: 'days', suffix: 'days' },
  'more-than-days-ago': { title: 'was more than', needs: 'days', suffix: 'days ago' },
  /** Days where the organisation is, both included. */
  between: { title: 'was between', needs: 'dates' },
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

/** In the test's period; see `hasPeriod`. */
export const eventOperators = {
  happened: { title: 'happened', needs: 'nothing' },
  'not-happened': { title: 'did not happen', needs: 'nothing' },
} as const satisfies OperatorTable;

export const phoneOperators = {
  'starts-with': { title: 'starts with', needs: 'value' },
  'not-starts-with': { title: 'does not start with', needs: 'value' },
} as const satisfies OperatorTable;

export const amountOperators = {
  'at-least': { title: 'at least', needs: 'value' },
  'at-most': { title: 'at most', needs: 'value' },
} as const satisfies OperatorTable;

/** A contact has one conversation with each number that it talked with: one of them is enough. */
export const conversationOperators = {
  status: { is: { title: 'is', needs: 'value' }, 'is-not': { title: 'is not', needs: 'value' } },
  mode: { is: { title: 'is', needs: 'value' }, 'is-not': { title: 'is not', needs: 'value' } },
  assignee: {
    'is-not-empty': { title: 'is somebody', needs: 'nothing' },
    'is-empty': { title: 'is nobody', needs: 'nothing' },
  },
  unread: {
    'is-not-empty': { title: 'are waiting', needs: 'nothing' },
    'is-empty': { title: 'are none', needs: 'nothing' },
  },
  window: {
    'is-open': { title: 'is open', needs: 'nothing' },
    'is-closed': { title: 'is closed', needs: 'nothing' },
  },
  count: amountOperators,
} as const satisfies Record<string, OperatorTable>;

/** What became of one message, or of some: those without it are messages, too, so that "was not read" says that there is one. */
const fateOperators = {
  'was-delivered': { title: 'was delivered', needs: 'nothing' },
  'was-not-delivered': { title: 'was not delivered', needs: 'nothing' },
  'was-read': { title: 'was read', needs: 'nothing' },
  'was-not-read': { title: 'was not read', needs: 'nothing' },
  failed: { title: 'failed', needs: 'nothing' },
  replied: { title: 'was answered within', needs: 'replyDays', suffix: 'days' },
  /** Once the days are over. */
  'not-replied': { title: 'was not answered within', needs: 'replyDays', suffix: 'days' },
} as const satisfies OperatorTable;

export const lastMessageOperators = fateOperators;

export const campaignOperators = {
  'was-sent': { title: 'was sent', needs: 'nothing' },
  'was-not-sent': { title: 'was not sent', needs: 'nothing' },
  ...fateOperators,
} as const satisfies OperatorTable;

export const flowOperators = {
  entered: { title: 'was entered', needs: 'nothing' },
  'not-entered': { title: 'was not entered', needs: 'nothing' },
  completed: { title: 'was completed', needs: 'nothing' },
  'not-completed': { title: 'was not completed', needs: 'nothing' },
  exited: { title: 'was left early', needs: 'nothing' },
  'not-exited': { title: 'was not left early', needs: 'nothing' },
  'reached-goal': { title: 'led to the goal', needs: 'nothing' },
  'not-reached-goal': { title: 'did not lead to the goal', needs: 'nothing' },
  'is-in': { title: 'is going on', needs: 'nothing' },
  'is-not-in': { title: 'is not going on', needs: 'nothing' },
} as const satisfies OperatorTable;

export const segmentOperators = {
  belongs: { title: 'includes them', needs: 'nothing' },
  'belongs-not': { title: 'does not include them', needs: 'nothing' },
} as const satisfies OperatorTable;

export type TagOperator = keyof typeof tagOperators;
export type TextOperator = keyof typeof textOperators;
export type NumberOperator = keyof typeof numberOperators;
export type DateOperator = keyof typeof dateOperators;
export type MomentOperator = keyof typeof momentOperators;
export type CampaignOperator = keyof typeof campaignOperators;
export type FlowOperator = keyof typeof flowOperators;

export function idsOf<Table extends OperatorTable>(table: Table): [keyof Table & string] {
  return Object.keys(table) as [keyof Table & string];
}

export function needsOf(table: OperatorTable, operator: string): SegmentOperator['needs'] {
  return (Object.hasOwn(table, operator) && table[operator]?.needs) || 'nothing';
}
