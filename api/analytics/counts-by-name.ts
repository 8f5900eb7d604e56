/** What has names of its own: codes of failures, categories of templates, flows, and durations by their class. */
import type { AnalyticsOverview, Durations } from '../../core/api/analytics.ts';
import { summarizeDurations } from '../../core/analytics/durations.ts';
import { errorCatalogue } from '../../core/messaging/errors/catalogue.ts';
import type { Tx } from '../../platform/db/pool.ts';
import type { Range } from './range.ts';

const MAX_FAILURES = 10;
const MAX_FLOWS = 20;

type Kind = 'failures' | 'templates' | 'runs' | 'people_replies' | 'flow_replies' | 'resolutions';
interface Row {
  kind: Kind;
  name: string;
  n: number;
}

export interface CountsByName extends Pick<AnalyticsOverview, 'failures' | 'templates' | 'flows'> {
  durations: Record<'peopleReplies' | 'flowReplies' | 'resolutions', Durations>;
}

export async function countByName(
  tx: Tx,
  org: string,
  { startsAt, endsAt }: Range,
  phoneNumberId: string | null,
): Promise<CountsByName> {
  const rows = await tx<Row[]>`
    select k.kind, e.key as name, sum(e.value::int)::int as n
    from public.analytics_hours h
    cross join lateral (values ('failures', h.failures), ('templates', h.templates), ('runs', h.runs),
      ('people_replies', h.people_replies), ('flow_replies', h.flow_replies), ('resolutions', h.resolutions)) k (kind, counts)
    cross join lateral jsonb_each_text(k.counts) e
    where h.org_id = ${org} and h.at >= ${startsAt}::text::timestamptz and h.at < ${endsAt}::text::timestamptz
      and k.counts <> '{}' ${phoneNumberId ? tx`and h.phone_number_id = ${phoneNumberId}` : tx``}
    group by 1, 2 order by 3 desc, 2`;
  const of = (kind: Kind) => rows.filter((row) => row.kind === kind);
  const durations = (kind: Kind) =>
    summarizeDurations(new Map(of(kind).map(({ name, n }) => [Number(name), n])));
  return {
    failures: of('failures')
      .slice(0, MAX_FAILURES)
      .map(({ name, n }) => ({ code: name, title: errorCatalogue[Number(name)]?.title ?? null, count: n })),
    templates: of('templates').map(({ name, n }) => ({ category: name, count: n })),
    flows: await nameFlows(tx, org, of('runs')),
    durations: {
      peopleReplies: durations('people_replies'),
      flowReplies: durations('flow_replies'),
      resolutions: durations('resolutions'),
    },
  };
}

/** @param rows named `{flow}/{started|completed|exited|failed}` */
async function nameFlows(tx: Tx, org: string, rows: readonly Row[]): Promise<AnalyticsOverview['flows']> {
  const counts = new Map<string, { started: number; completed: number; exited: number; failed: number }>();
  for (const { name, n } of rows) {
    const [flowId = '', what = ''] = name.split('/');
    const flow = counts.get(flowId) ?? { started: 0, completed: 0, exited: 0, failed: 0 };
    counts.set(flowId, { ...flow, [what]: n });
  }
  const most = [...counts].sort(([, one], [, other]) => other.started - one.started).slice(0, MAX_FLOWS);
  const names = await tx<{ id: string; name: string }[]>`
    select f.id, f.name from public.flows f where f.org_id = ${org} and f.id = any (${most.map(([id]) => id)}::uuid[])`;
  const nameById = new Map(names.map(({ id, name }) => [id, name]));
  return most.flatMap(([flowId, flow]) => {
    const name = nameById.get(flowId);
    return name === undefined ? [] : [{ flowId, name, ...flow }];
  });
}
