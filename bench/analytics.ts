/** Numbers of a large organisation: how long the overview takes, what counting the messages themselves would take, and a recount. */
import type { GroupContext, Group } from './harness/group.ts';
import { crowdOf } from './harness/crowd-of.ts';
import { countMarkedHours } from './harness/count-hours.ts';
import { signIn, type Call } from './harness/member.ts';
import { createRowSecurity } from './harness/row-security.ts';
import { median, percentile } from './harness/statistics.ts';
import { number, type Row } from './harness/table.ts';
import { CONCURRENCY, measureLists } from './lists.ts';

const DAY_MS = 86_400_000;
const P95_LIMIT_MS = 100;

export const analytics: Group = async (context) => {
  const { stack, isFull, log } = context;
  const { orgId, memberId, flowId, phoneNumberId } = await crowdOf(context);
  const member = await signIn(stack.urls.api, stack.settings.supabase.jwtSecret!, {
    orgId,
    userId: memberId,
  });
  const rowSecurity = createRowSecurity(stack.settings.database, member);
  const overview = (query: Record<string, string> = {}): Call => ({ name: 'getAnalyticsOverview', query });
  const stats = (query: Record<string, string> = {}): Call => ({
    name: 'getFlowStats',
    params: { flow: flowId },
    query,
  });
  try {
    const rows = await measureLists(
      [
        { what: 'overview of 30 days', calls: [overview(), overview({ phoneNumberId })] },
        { what: 'overview of a year', calls: [overview({ from: daysAgo(364) })] },
        { what: 'overview of a week by hour', calls: [overview({ from: daysAgo(6), bucket: 'hour' })] },
        { what: 'steps of a flow, 30 days', calls: [stats(), stats({ version: '1' })] },
        { what: 'steps of a flow, a year', calls: [stats({ from: daysAgo(364) })] },
      ],
      member,
      rowSecurity,
      isFull,
      log,
    );
    await member.callAll([overview(), overview()], CONCURRENCY);
    rows.push(
      await againstMessages(context, orgId, await member.callAll(Array(40).fill(overview()) as Call[], 1)),
    );
    rows.push(await recount(context, orgId));
    return rows;
  } finally {
    await Promise.all([member.close(), rowSecurity.close()]);
  }
};

/** The floor is what nobody has to keep: one pass over the messages of the same days, by day and state, as the tables' owner. */
async function againstMessages(
  { stack }: GroupContext,
  orgId: string,
  latencies: readonly number[],
): Promise<Row> {
  const direct: number[] = [];
  for (let run = 0; run < 11; run += 1) {
    const startedAt = performance.now();
    await stack.sql`
      select date_trunc('day', created_at, 'UTC'), direction, status, count(*) from messages
      where org_id = ${orgId} and created_at > now() - interval '30 days' group by 1, 2, 3`;
    direct.push(performance.now() - startedAt);
  }
  const p95 = percentile(latencies, 0.95);
  return {
    what: 'overview of 30 days against counting its messages alone',
    floor: `${number(median(direct))} ms in SQL`,
    measured: `p95 ${number(p95)} ms`,
    ratio: (median(latencies) / median(direct)).toFixed(2),
    target: `<= ${P95_LIMIT_MS} ms`,
    isOk: p95 <= P95_LIMIT_MS,
  };
}

/** The floor is one pass over all messages. */
async function recount({ stack, log }: GroupContext, orgId: string): Promise<Row> {
  const [one] = await stack.sql<
    { n: number }[]
  >`select count(*)::int as n from messages where org_id = ${orgId}`;
  const scanStartedAt = performance.now();
  await stack.sql`
    select date_trunc('hour', created_at, 'UTC'), direction, status, count(*) from messages where org_id = ${orgId} group by 1, 2, 3`;
  const scanS = (performance.now() - scanStartedAt) / 1_000;
  const startedAt = performance.now();
  await stack.sql`select private.recount(${orgId})`;
  const hours = await countMarkedHours(stack.sql);
  const tookS = (performance.now() - startedAt) / 1_000;
  log(`counted ${hours} hours with ${one!.n} messages anew in ${tookS.toFixed(1)} s`);
  return {
    what: `counting ${hours} hours anew`,
    floor: `${scanS.toFixed(1)} s for a pass over its messages`,
    measured: `${tookS.toFixed(1)} s`,
    ratio: (tookS / scanS).toFixed(1),
    target: null,
    isOk: null,
  };
}

function daysAgo(days: number): string {
  return new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
}
