/** Lists and searches of a large organisation, as a member sees them: how long they take, and what row level security costs. */
import type postgres from 'postgres';
import { encodeCursor } from '../api/cursor.ts';
import { crowdOf } from './harness/crowd-of.ts';
import type { Crowd } from './harness/crowd.ts';
import type { Group } from './harness/group.ts';
import { signIn, type Call, type Member } from './harness/member.ts';
import { createRowSecurity, type RowSecurity } from './harness/row-security.ts';
import { percentile } from './harness/statistics.ts';
import { listRow, type Row } from './harness/table.ts';

export const CONCURRENCY = 4;
const P95_LIMIT_MS = 100;
const RATIO_LIMIT = 1.3;

interface List {
  what: string;
  calls: Call[];
}

export const lists: Group = async (context) => {
  const { stack, isFull, log } = context;
  const crowd = await crowdOf(context);
  const member = await signIn(stack.urls.api, stack.settings.supabase.jwtSecret!, {
    orgId: crowd.orgId,
    userId: crowd.memberId,
  });
  const rowSecurity = createRowSecurity(stack.settings.database, member);
  try {
    return await measureLists(await listsOf(stack.sql, crowd), member, rowSecurity, isFull, log);
  } finally {
    await Promise.all([member.close(), rowSecurity.close()]);
  }
};

export async function measureLists(
  all: readonly List[],
  member: Member,
  rowSecurity: RowSecurity,
  isFull: boolean,
  log: (line: string) => void,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { what, calls } of all) {
    const times = (count: number) => Array.from({ length: count }, (_, i) => calls[i % calls.length]!);
    await member.callAll(times(16), CONCURRENCY);
    const latencies = await member.callAll(times(isFull ? 200 : 80), CONCURRENCY);
    const { without, under } = await rowSecurity.compare(calls, isFull ? 41 : 21);
    const p95 = percentile(latencies, 0.95);
    rows.push(listRow({ what, p95, without, under, p95AtMost: P95_LIMIT_MS, ratioAtMost: RATIO_LIMIT }));
    const { measured, floor, ratio } = rows.at(-1)!;
    log(`${what}: ${measured}, without row level security ${floor}, ratio ${ratio}`);
  }
  return rows;
}

/** Every list that can grow, with each of its filters, on its first pages and far down. */
export async function listsOf(sql: postgres.Sql, crowd: Crowd): Promise<List[]> {
  const { orgId, flowId, assigneeId } = crowd;
  const key = async (rows: PromiseLike<readonly { at: string; id: string }[]>) => {
    const [row] = await rows;
    return encodeCursor([row!.at, row!.id]);
  };
  const far = (share: number, of: number) => Math.floor(share * of);
  const contactCursor = await key(sql`
    select created_at::text as at, id from contacts where org_id = ${orgId}
    order by created_at desc, id desc offset ${far(0.9, crowd.contacts)} limit 1`);
  const messageCursor = await key(sql`
    select created_at::text as at, id from messages where org_id = ${orgId}
    order by created_at desc, id desc offset ${far(0.9, crowd.messages)} limit 1`);
  const conversationCursor = await key(sql`
    select last_message_at::text as at, id from conversations where org_id = ${orgId} and last_message_at is not null
    order by last_message_at desc, id desc offset ${far(0.7, crowd.contacts)} limit 1`);
  const threads = await sql<{ id: string; contactId: string; runId: string | null }[]>`
    select id, contact_id as "contactId", (select r.id from flow_runs r where r.conversation_id = v.id limit 1) as "runId"
    from conversations v where org_id = ${orgId} and exists (select from flow_runs r where r.conversation_id = v.id)
    order by random() limit 20`;
  const [busiest] = await sql<{ id: string; contactId: string; at: string; messageId: string }[]>`
    select v.id, v.contact_id as "contactId", m.created_at::text as at, m.id as "messageId" from (
      select conversation_id as id, count(*) as n from messages where org_id = ${orgId} group by 1 order by 2 desc limit 1) most
    join conversations v using (id)
    join lateral (
      select created_at, id from messages m where m.conversation_id = v.id order by created_at desc, id desc offset most.n * 9 / 10 limit 1) m on true`;
  const runCursor = await key(sql`
    select started_at::text as at, id from flow_runs where org_id = ${orgId}
    order by started_at desc, id desc offset ${far(0.4, crowd.contacts)} limit 1`);

  const list = (
    name: Call['name'],
    what: string,
    ...queries: (Record<string, string> & { path?: never })[]
  ): List => ({
    what,
    calls: queries.map((query) => ({ name, query })),
  });
  return [
    list('listContacts', 'contacts', {}, { limit: '100' }),
    list('listContacts', 'contacts, far down', { cursor: contactCursor }),
    list('listContacts', 'contacts by name', ...searches(['anna', 'ne Be', 'rossi 4', 'Weber'])),
    list(
      'listContacts',
      'contacts by name, few or none',
      ...searches(['Kaya 99', 'ben garcia 12', 'zzzz', 'Umut Weber']),
    ),
    list('listContacts', 'contacts by one or two letters', ...searches(['a', 'an', 'er', 'zq'])),
    list('listContacts', 'contacts by digits', ...searches(['4915', '0079', '158', '+49 150 0791'])),
    list('listContacts', 'contacts by name, far down', { search: 'anna', cursor: contactCursor }),
    list(
      'listContacts',
      'contacts by a common tag',
      { tag: 'newsletter' },
      { tag: 'newsletter', cursor: contactCursor },
    ),
    list('listContacts', 'contacts by a rare tag', { tag: 'rare' }, { tag: 'vip' }, { tag: 'nobody' }),
    list(
      'listContacts',
      'contacts by tag and name',
      { tag: 'newsletter', search: 'anna' },
      { tag: 'rare', search: 'e' },
    ),
    list('listConversations', 'conversations', {}, { limit: '100' }),
    list('listConversations', 'conversations, far down', { cursor: conversationCursor }),
    list(
      'listConversations',
      'conversations that are open',
      { status: 'open' },
      { status: 'open', cursor: conversationCursor },
    ),
    list(
      'listConversations',
      'conversations by a rare state',
      { status: 'snoozed' },
      { status: 'snoozed', mode: 'human' },
    ),
    list(
      'listConversations',
      'conversations with people',
      { mode: 'human' },
      { mode: 'human', status: 'open' },
    ),
    list(
      'listConversations',
      'conversations of an assignee',
      { assigneeId },
      { assigneeId, status: 'pending' },
      { assigneeId: orgId },
    ),
    list(
      'listConversations',
      'conversations of a contact',
      ...threads.map(({ contactId }) => ({ contactId })),
    ),
    list('listConversations', 'conversations by name', ...searches(['anna', 'rossi 4', 'zzzz', 'a'])),
    list(
      'listConversations',
      'conversations by digits and state',
      { search: '158', status: 'open' },
      { search: '0079', mode: 'human' },
    ),
    list('listMessages', 'messages', {}, { limit: '100' }),
    list('listMessages', 'messages, far down', { cursor: messageCursor }),
    list(
      'listMessages',
      'messages of a direction',
      { direction: 'inbound' },
      { direction: 'outbound', cursor: messageCursor },
    ),
    list(
      'listMessages',
      'messages by a state',
      { status: 'failed' },
      { status: 'read', cursor: messageCursor },
    ),
    list(
      'listMessages',
      'messages by a rare state',
      { status: 'queued' },
      { status: 'held' },
      { status: 'unknown', direction: 'outbound' },
    ),
    list('listMessages', 'messages of a contact', ...threads.map(({ contactId }) => ({ contactId }))),
    list(
      'listMessages',
      'messages of a talkative contact',
      { contactId: busiest!.contactId, status: 'failed' },
      { contactId: busiest!.contactId, direction: 'inbound' },
    ),
    {
      what: 'messages of a conversation',
      calls: threads.map(({ id }) => ({ name: 'listConversationMessages', params: { conversation: id } })),
    },
    {
      what: 'messages of a long conversation, far down',
      calls: [
        {
          name: 'listConversationMessages',
          params: { conversation: busiest!.id },
          query: { cursor: encodeCursor([busiest!.at, busiest!.messageId]) },
        },
      ],
    },
    list('listFlowRuns', 'flow runs', {}, { limit: '100' }, { cursor: runCursor }),
    list(
      'listFlowRuns',
      'flow runs of a flow',
      { flowId },
      { flowId, version: '1' },
      { flowId, cursor: runCursor },
    ),
    list(
      'listFlowRuns',
      'flow runs by a state',
      { status: 'waiting' },
      { flowId, status: 'exited' },
      { status: 'running' },
    ),
    list(
      'listFlowRuns',
      'flow runs that need attention',
      { status: 'needsAttention' },
      { error: 'http_failed' },
      { error: 'other' },
    ),
    list(
      'listFlowRuns',
      'flow runs at a node, paused',
      { flowId, nodeId: 'ask' },
      { flowId, nodeId: 'nowhere' },
      { paused: 'true' },
      { paused: 'true', flowId },
    ),
    list('listFlowRuns', 'flow runs of a contact', ...threads.map(({ contactId }) => ({ contactId }))),
    {
      what: 'steps of a flow run',
      calls: threads.map(({ runId }) => ({ name: 'listFlowRunSteps', params: { run: runId! } })),
    },
    list('listFlows', 'flows with their runs', {}),
    { what: 'versions of a flow', calls: [{ name: 'listFlowVersions', params: { flow: flowId } }] },
    { what: 'where people stand in a flow', calls: [{ name: 'getFlowStanding', params: { flow: flowId } }] },
    list('listFlowJobs', 'flow jobs', {}),
    list('listSegments', 'segments', {}, { limit: '100' }),
    list('listContactFields', 'names of tags and attributes', {}),
  ];
}

function searches(texts: string[]): { search: string }[] {
  return texts.map((search) => ({ search }));
}
