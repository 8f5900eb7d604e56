/** Numbers by day or hour, and of all of them. */
import type { AnalyticsNumbers, AnalyticsOverview } from '../../core/api/analytics.ts';
import { summarizeDurations } from '../../core/analytics/durations.ts';
import type { Tx } from '../../platform/db/pool.ts';
import type { Range } from './range.ts';

type Entry = AnalyticsOverview['series'][number];
type Sums = Record<keyof AnalyticsNumbers, number>;
type Row = Sums & {
  at: string;
  peopleReplies: [string, number][] | null;
  flowReplies: [string, number][] | null;
};

/** Column of `analytics_hours` by name of the API. */
const columns = {
  received: 'received',
  waiting: 'waiting',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  failed: 'failed',
  opened: 'opened',
  resolved: 'resolved',
  newContacts: 'new_contacts',
  optIns: 'opt_ins',
  optOuts: 'opt_outs',
  runsStarted: 'runs_started',
  runsCompleted: 'runs_completed',
  runsExited: 'runs_exited',
  runsFailed: 'runs_failed',
} as const satisfies Record<keyof AnalyticsNumbers, string>;
const names = Object.keys(columns) as (keyof AnalyticsNumbers)[];

/** People and their consent belong to no number. */
const OF_NO_NUMBER: ReadonlySet<string> = new Set(['newContacts', 'optIns', 'optOuts']);

/** An entry for every day or hour of the range, also where nothing happened. */
export async function countSeries(
  tx: Tx,
  org: string,
  { startsAt, endsAt, timeZone, bucket }: Range,
  phoneNumberId: string | null,
): Promise<{ entries: Entry[]; totals: AnalyticsNumbers }> {
  const sums = tx.unsafe(
    names.map((name) => `coalesce(sum(h.${columns[name]}), 0)::int as "${name}"`).join(', '),
  );
  const rows = await tx<Row[]>`
    with hours as materialized (
      select date_trunc(${bucket}, h.at, ${timeZone}) as bucket_at, h.* from public.analytics_hours h
      where h.org_id = ${org} and h.at >= ${startsAt}::text::timestamptz and h.at < ${endsAt}::text::timestamptz
        ${phoneNumberId ? tx`and h.phone_number_id = ${phoneNumberId}` : tx``}
    ), replies as (
      select bucket_at, jsonb_agg(jsonb_build_array(name, n)) filter (where kind = 'people') as people,
        jsonb_agg(jsonb_build_array(name, n)) filter (where kind = 'flow') as flow
      from (
        select h.bucket_at, r.kind, r.name, sum(r.n)::int as n from hours h
        cross join lateral (
          select 'people' as kind, p.key as name, p.value::int as n from jsonb_each_text(h.people_replies) p
          union all
          select 'flow', f.key, f.value::int from jsonb_each_text(h.flow_replies) f) r
        group by 1, 2, 3) summed
      group by 1
    ), buckets as (
      select ${
        bucket === 'day'
          ? tx`d at time zone ${timeZone} as at
            from generate_series(${startsAt}::text::timestamptz at time zone ${timeZone},
              ${endsAt}::text::timestamptz at time zone ${timeZone} - interval '1 second', interval '1 day') d`
          : tx`h as at from generate_series(${startsAt}::text::timestamptz,
              ${endsAt}::text::timestamptz - interval '1 second', interval '1 hour') h`
      }
    )
    select b.at, ${sums}, (array_agg(r.people))[1] as "peopleReplies", (array_agg(r.flow))[1] as "flowReplies"
    from buckets b left join hours h on h.bucket_at = b.at left join replies r on r.bucket_at = b.at
    group by b.at order by b.at`;
  const entries = rows.map((row): Entry => ({
    ...numbersOf(row, phoneNumberId),
    at: new Date(row.at).toISOString(),
    peopleReplies: summarize(row.peopleReplies),
    flowReplies: summarize(row.flowReplies),
  }));
  const total = (name: keyof AnalyticsNumbers) => rows.reduce((sum, row) => sum + row[name], 0);
  const totals = Object.fromEntries(names.map((name) => [name, total(name)])) as Sums;
  return { entries, totals: numbersOf(totals, phoneNumberId) };
}

function numbersOf(row: Sums, phoneNumberId: string | null): AnalyticsNumbers {
  const value = (name: keyof AnalyticsNumbers) =>
    phoneNumberId !== null && OF_NO_NUMBER.has(name) ? null : row[name];
  return Object.fromEntries(names.map((name) => [name, value(name)])) as AnalyticsNumbers;
}

function summarize(counts: readonly [string, number][] | null) {
  return summarizeDurations(new Map((counts ?? []).map(([name, n]) => [Number(name), n])));
}
