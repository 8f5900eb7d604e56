/** Counting who belongs to a segment while somebody builds its rules, over a large organisation: every kind of test, and ugly trees. */
import type { SegmentPart, SegmentRules } from '../core/segments/rules.ts';
import { crowdOf } from './harness/crowd-of.ts';
import { campaignId, type Crowd } from './harness/crowd.ts';
import type { Group } from './harness/group.ts';
import { signIn, type Call, type Member } from './harness/member.ts';
import { percentile } from './harness/statistics.ts';
import { limitRow, type Row } from './harness/table.ts';

const LIMIT_MS = 300;

export const segments: Group = async (context) => {
  const { stack, isFull, log } = context;
  const crowd = await crowdOf(context);
  const member = await signIn(stack.urls.api, stack.settings.supabase.jwtSecret!, {
    orgId: crowd.orgId,
    userId: crowd.memberId,
  });
  try {
    return await measureSegments(crowd, member, isFull ? 40 : 20, log);
  } finally {
    await member.close();
  }
};

export async function measureSegments(
  crowd: Crowd,
  member: Member,
  count: number,
  log: (line: string) => void,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [what, all] of Object.entries(treesOf(crowd))) {
    const calls = all.map((rules): Call => ({ name: 'previewSegment', body: { rules } }));
    await member.callAll(calls, 1);
    const answers = await member.askAll<{ isEstimate: boolean; count: number }>(calls);
    // One after the other, as somebody builds: each change of the rules is one question.
    const latencies = await member.callAll(
      Array.from({ length: count }, (_, i) => calls[i % calls.length]!),
      1,
    );
    const estimates = answers.filter(({ isEstimate }) => isEstimate).length;
    const label = estimates === 0 ? what : `${what} (${estimates} of ${answers.length} estimated)`;
    rows.push(limitRow(`count: ${label}`, percentile(latencies, 0.95), 'ms p95', LIMIT_MS));
    log(`${label}: ${rows.at(-1)!.measured}; ${answers.map((answer) => answer.count).join(', ')}`);
  }
  return rows;
}

const all = (...of: SegmentPart[]): SegmentRules => ({ kind: 'all', of });
const any = (...of: SegmentPart[]): SegmentRules => ({ kind: 'any', of });

export function treesOf({ orgId, flowId, phoneNumberId }: Crowd): Record<string, SegmentRules[]> {
  const newest = campaignId(orgId, 12);
  const readLast: SegmentPart = { kind: 'campaign', campaign: 'last', op: 'was-read' };
  const wrote: SegmentPart = { kind: 'messages', type: 'received', op: 'at-least', value: 2, days: 30 };
  const failed: SegmentPart = { kind: 'messages', type: 'failed', op: 'at-least', value: 1, days: 90 };
  const inFlow: SegmentPart = { kind: 'flow', flowId, op: 'is-in' };
  const notEntered: SegmentPart = { kind: 'flow', flowId, op: 'not-entered' };
  const paid: SegmentPart = {
    kind: 'event',
    event: 'api_event',
    name: 'order.paid',
    op: 'happened',
    days: 90,
  };
  return {
    tags: [
      all({ kind: 'tag', op: 'has', value: 'vip' }),
      all({ kind: 'tag', op: 'has-not', value: 'newsletter' }),
      all({ kind: 'tag', op: 'has', value: 'rare' }),
    ],
    attributes: [
      all({ kind: 'attribute', type: 'text', name: 'plan', op: 'is', value: 'pro' }),
      all({ kind: 'attribute', type: 'number', name: 'age', op: 'at-least', value: 60 }),
      all({ kind: 'attribute', type: 'date', name: 'born', op: 'before', value: '1970-01-01' }),
      all({ kind: 'attribute', type: 'boolean', name: 'member', op: 'is', value: true }),
    ],
    'name, language, country, number': [
      all({ kind: 'name', op: 'contains', value: 'anna' }),
      all({ kind: 'locale', op: 'starts-with', value: 'pt' }),
      all({ kind: 'country', op: 'is-one-of', values: ['DE', 'BR'] }),
      all({ kind: 'phone', op: 'starts-with', value: '49150' }),
      all({ kind: 'phone', op: 'not-starts-with', value: '49151' }),
    ],
    'consent, first seen': [
      all({ kind: 'consent', op: 'is', value: 'granted' }),
      all({ kind: 'consent', purpose: 'utility', op: 'is-not', value: 'denied' }),
      all({ kind: 'created', op: 'in-last-days', days: 90 }),
      all({ kind: 'created', op: 'between', from: '2026-01-01', to: '2026-06-30' }),
    ],
    conversations: [
      all({ kind: 'conversation', type: 'status', op: 'is', value: 'open' }),
      all({ kind: 'conversation', type: 'mode', op: 'is-not', value: 'human' }),
      all({ kind: 'conversation', type: 'assignee', op: 'is-empty', phoneNumberId }),
      all({ kind: 'conversation', type: 'unread', op: 'is-not-empty' }),
      all({ kind: 'conversation', type: 'window', op: 'is-closed' }),
      all({ kind: 'conversation', type: 'count', op: 'at-least', value: 2 }),
    ],
    'last messages': [
      all({ kind: 'lastInbound', op: 'in-last-days', days: 7 }),
      all({ kind: 'lastInbound', op: 'more-than-days-ago', days: 30 }),
      all({ kind: 'lastOutbound', op: 'in-last-days', days: 30 }),
      all({ kind: 'lastOutbound', op: 'is-empty' }),
      all({ kind: 'lastOutbound', op: 'more-than-days-ago', days: 90 }),
    ],
    'numbers of messages': [
      all(wrote),
      all(failed),
      all({ kind: 'messages', type: 'sent', op: 'at-most', value: 1, days: 30 }),
      all({ kind: 'messages', type: 'read', source: 'campaign', op: 'at-least', value: 1, days: 90 }),
    ],
    'numbers of messages at any time': [
      all({ kind: 'messages', type: 'sent', op: 'at-least', value: 10 }),
      all({ kind: 'messages', type: 'received', op: 'at-most', value: 0 }),
      all({ kind: 'messages', type: 'delivered', campaignId: newest, op: 'at-least', value: 1 }),
    ],
    'what became of the last message': [
      all({ kind: 'lastMessage', op: 'was-read' }),
      all({ kind: 'lastMessage', op: 'was-not-delivered', days: 30 }),
      all({ kind: 'lastMessage', source: 'flow', op: 'was-not-read' }),
      all({ kind: 'lastMessage', op: 'not-replied', replyDays: 7 }),
    ],
    'one campaign': [
      all({ kind: 'campaign', campaign: newest, op: 'was-sent' }),
      all({ kind: 'campaign', campaign: newest, op: 'was-not-sent' }),
      all({ kind: 'campaign', campaign: newest, op: 'was-not-read' }),
      all({ kind: 'campaign', campaign: newest, op: 'replied', replyDays: 3 }),
    ],
    'the last campaign': [
      all(readLast),
      all({ kind: 'campaign', campaign: 'last', op: 'was-not-delivered', days: 30 }),
      all(readLast, { kind: 'campaign', campaign: 'last', op: 'not-replied', replyDays: 7 }),
      all({ kind: 'campaign', campaign: 'any', op: 'was-not-sent', days: 30 }),
    ],
    flows: [
      all({ kind: 'flow', flowId, op: 'entered', days: 90 }),
      all({ kind: 'flow', op: 'completed', days: 30 }),
      all(notEntered),
      all(inFlow),
      all({ kind: 'flow', op: 'not-reached-goal' }),
    ],
    events: [
      all(paid),
      all({ ...paid, op: 'not-happened' }),
      all({ kind: 'event', event: 'tag_added', name: 'vip', op: 'happened' }),
    ],
    'ten tests, all of them': [
      all(
        { kind: 'tag', op: 'has-not', value: 'rare' },
        { kind: 'attribute', type: 'number', name: 'age', op: 'at-least', value: 20 },
        { kind: 'consent', op: 'is-not', value: 'denied' },
        { kind: 'created', op: 'more-than-days-ago', days: 3 },
        { kind: 'conversation', type: 'status', op: 'is-not', value: 'snoozed' },
        wrote,
        notEntered,
        { ...paid, op: 'not-happened' },
        { kind: 'lastOutbound', op: 'in-last-days', days: 90 },
        { kind: 'campaign', campaign: 'last', op: 'was-not-read' },
      ),
    ],
    'ten tests, any of them': [
      any(
        { kind: 'tag', op: 'has', value: 'rare' },
        { kind: 'attribute', type: 'number', name: 'age', op: 'less-than', value: 19 },
        failed,
        { kind: 'conversation', type: 'status', op: 'is', value: 'snoozed' },
        wrote,
        inFlow,
        paid,
        { kind: 'lastOutbound', op: 'more-than-days-ago', days: 300 },
        { kind: 'lastInbound', op: 'is-empty' },
        { kind: 'campaign', campaign: 'last', op: 'failed' },
      ),
    ],
    'groups in groups, with negations': [
      any(
        all(readLast, { kind: 'campaign', campaign: 'last', op: 'not-replied', replyDays: 7 }, notEntered),
        all(any(failed, inFlow), { kind: 'messages', type: 'received', op: 'at-most', value: 0, days: 60 }),
        all(
          { kind: 'lastMessage', op: 'replied', replyDays: 2 },
          { ...paid, op: 'not-happened' },
          { kind: 'tag', op: 'has-not', value: 'vip' },
        ),
      ),
    ],
  };
}
