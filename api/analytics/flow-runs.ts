/** How the runs of a flow stand or ended. */
import type { FlowStats } from '../../core/api/analytics.ts';
import type { FlowRun } from '../../core/api/schemas.ts';
import type { Fragment } from 'postgres';
import type { Tx } from '../../platform/db/pool.ts';
import type { Range } from './range.ts';

const MAX_OUTCOMES = 20;

/** Runs of a flow that began in some days. */
export interface RunSelection {
  org: string;
  flow: string;
  version: number | null;
  range: Range;
}

/** Conditions on `flow_runs r`. */
export function isSelected(
  tx: Tx,
  { org, flow, version, range: { startsAt, endsAt } }: RunSelection,
): Fragment {
  const ofVersion =
    version === null
      ? tx``
      : tx`and r.flow_version_id = (
          select v.id from public.flow_versions v where v.org_id = ${org} and v.flow_id = ${flow} and v.number = ${version})`;
  return tx`r.org_id = ${org} and r.flow_id = ${flow} and r.started_at >= ${startsAt}::text::timestamptz
    and r.started_at < ${endsAt}::text::timestamptz ${ofVersion}`;
}

export async function countRunsBy(
  tx: Tx,
  selection: RunSelection,
): Promise<Pick<FlowStats, 'runs' | 'outcomes'>> {
  const rows = await tx<{ status: FlowRun['status']; outcome: string | null; n: number }[]>`
    select r.status, case when r.ended_at is not null then r.outcome end as outcome, count(*)::int as n
    from public.flow_runs r where ${isSelected(tx, selection)} group by 1, 2 order by 3 desc, 1, 2`;
  const runs = {
    started: 0,
    ...{ running: 0, waiting: 0, needsAttention: 0, completed: 0, exited: 0, failed: 0 },
  };
  for (const { status, n } of rows) {
    runs.started += n;
    runs[status] += n;
  }
  const outcomes = rows.flatMap(({ status, outcome, n }) =>
    outcome !== null && (status === 'completed' || status === 'exited' || status === 'failed')
      ? [{ status, outcome, count: n }]
      : [],
  );
  return { runs, outcomes: outcomes.slice(0, MAX_OUTCOMES) };
}
