/** Tests of what was said and done: conversations, messages, campaigns and flows. */
import type { ConversationFact, MessageFact, SegmentFacts } from './facts.ts';
import type { CampaignOperator, FlowOperator } from './operators.ts';
import { isInPeriod, isWithin, type Clock } from './period.ts';
import type { Period, TestOf } from './tests.ts';

const DAY_MS = 86_400_000;

export function passesConversation(
  test: TestOf<'conversation'>,
  conversations: readonly ConversationFact[],
  clock: Clock,
): boolean {
  const { phoneNumberId } = test;
  const own = conversations.filter(
    (conversation) => phoneNumberId === undefined || conversation.phoneNumberId === phoneNumberId,
  );
  switch (test.type) {
    case 'status':
      return own.some(({ status }) => status === test.value) === (test.op === 'is');
    case 'mode':
      return own.some(({ mode }) => mode === test.value) === (test.op === 'is');
    case 'assignee':
      return own.some(({ isAssigned }) => isAssigned) === (test.op === 'is-not-empty');
    case 'unread':
      return own.some(({ isUnread }) => isUnread) === (test.op === 'is-not-empty');
    case 'window':
      return (
        own.some(
          ({ windowExpiresAt }) =>
            windowExpiresAt !== null && Date.parse(windowExpiresAt) > clock.now.getTime(),
        ) ===
        (test.op === 'is-open')
      );
    case 'count':
      return isAmount(test, own.length);
  }
}

export function passesMessages(
  test: TestOf<'messages'>,
  messages: readonly MessageFact[],
  clock: Clock,
): boolean {
  const { type, source, campaignId } = test;
  const counted = messages.filter(
    (message) =>
      is[type](message.status) &&
      (source === undefined || message.source === source) &&
      (campaignId === undefined || message.campaignId === campaignId) &&
      isInPeriod(message.at, test, clock),
  );
  return isAmount(test, counted.length);
}

export function passesLastMessage(
  test: TestOf<'lastMessage'>,
  messages: readonly MessageFact[],
  clock: Clock,
): boolean {
  const last = messages.find(
    ({ status, source }) => !is.received(status) && (test.source === undefined || source === test.source),
  );
  return passesFate(test, last ? [last] : [], messages, clock);
}

export function passesCampaign(
  test: TestOf<'campaign'>,
  messages: readonly MessageFact[],
  clock: Clock,
): boolean {
  const { campaign } = test;
  const ofCampaigns = messages.filter(({ status, source }) => !is.received(status) && source === 'campaign');
  const chosen =
    campaign === 'last'
      ? ofCampaigns.slice(0, 1)
      : ofCampaigns.filter(({ campaignId }) => campaign === 'any' || campaignId === campaign);
  return passesFate(test, chosen, messages, clock);
}

export function passesFlow(
  { op, flowId, goal, ...period }: TestOf<'flow'>,
  { runs, goals }: Pick<SegmentFacts, 'runs' | 'goals'>,
  clock: Clock,
): boolean {
  const own = runs.filter((run) => flowId === undefined || run.flowId === flowId);
  const endedAs = (wanted: string) =>
    own.some(
      ({ status, endedAt }) => status === wanted && endedAt !== null && isInPeriod(endedAt, period, clock),
    );
  const judges: Record<FlowOperator, () => boolean> = {
    entered: () => own.some(({ startedAt }) => isInPeriod(startedAt, period, clock)),
    'not-entered': () => !judges.entered(),
    completed: () => endedAs('completed'),
    'not-completed': () => !judges.completed(),
    exited: () => endedAs('exited'),
    'not-exited': () => !judges.exited(),
    'is-in': () => own.some(({ endedAt }) => endedAt === null),
    'is-not-in': () => !judges['is-in'](),
    'reached-goal': () =>
      goals.some(
        (reached) =>
          (flowId === undefined || reached.flowId === flowId) &&
          (goal === undefined || reached.name === goal) &&
          isInPeriod(reached.at, period, clock),
      ),
    'not-reached-goal': () => !judges['reached-goal'](),
  };
  return judges[op]();
}

interface FateTest extends Period {
  op: CampaignOperator;
  replyDays?: number;
}

/** What became of these messages, of those in the test's period. */
function passesFate(
  test: FateTest,
  chosen: readonly MessageFact[],
  all: readonly MessageFact[],
  clock: Clock,
): boolean {
  const own = chosen.filter(({ at }) => isInPeriod(at, test, clock));
  const sent = own.filter(({ status }) => is.sent(status));
  const replyDays = test.replyDays ?? 0;
  const isAnswered = (message: MessageFact) => {
    const atMs = Date.parse(message.at);
    return all.some(({ status, at }) => {
      const afterMs = Date.parse(at) - atMs;
      return is.received(status) && afterMs > 0 && afterMs <= replyDays * DAY_MS;
    });
  };
  switch (test.op) {
    case 'was-sent':
      return sent.length > 0;
    case 'was-not-sent':
      return sent.length === 0;
    case 'was-delivered':
      return own.some(({ status }) => is.delivered(status));
    case 'was-not-delivered':
      return own.length > 0 && !own.some(({ status }) => is.delivered(status));
    case 'was-read':
      return own.some(({ status }) => is.read(status));
    case 'was-not-read':
      return own.length > 0 && !own.some(({ status }) => is.read(status));
    case 'failed':
      return own.some(({ status }) => is.failed(status));
    case 'replied':
      return sent.some(isAnswered);
    case 'not-replied':
      return sent.some((message) => !isWithin(message.at, replyDays, clock.now) && !isAnswered(message));
  }
}

/** What the states of messages count as; `private.segment_statuses` says the same. */
const is = {
  received: (status: string) => status === 'received',
  sent: (status: string) => ['unknown', 'held', 'sent', 'delivered', 'read', 'played'].includes(status),
  delivered: (status: string) => ['delivered', 'read', 'played'].includes(status),
  read: (status: string) => ['read', 'played'].includes(status),
  failed: (status: string) => status === 'failed',
};

function isAmount({ op, value }: { op: 'at-least' | 'at-most'; value: number }, amount: number): boolean {
  return op === 'at-least' ? amount >= value : amount <= value;
}
