/** What happened at each step of a flow. */
import { MAX_COUNTED_RUNS, type FlowStats } from '../../core/api/analytics.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { isSelected, type RunSelection } from './flow-runs.ts';

export interface StepCounts extends Pick<FlowStats, 'countedRuns' | 'nodes'> {
  /** Runs by the goal that they reached, as they stand in the log: id of the step. */
  goalRuns: { nodeId: string; runs: number }[];
}

interface Row extends Omit<FlowStats['nodes'][number], 'endedHere'> {
  nodeType: string;
  completed: number;
  exited: number;
  failed: number;
  countedRuns: number;
}

/**
 * A step that waits is written when it begins to wait and again when it is left: two rows, one visit. So is one that calls a subflow,
 * with the rows of the subflow in between.
 */
export async function countSteps(tx: Tx, selection: RunSelection): Promise<StepCounts> {
  const rows = await tx<Row[]>`
    with picked as materialized (
      select r.id, r.status, r.ended_at is not null as is_over from public.flow_runs r
      where ${isSelected(tx, selection)} order by r.started_at desc, r.id desc limit ${MAX_COUNTED_RUNS}
    ), steps as materialized (
      select s.run_id, s.n, s.node_id, s.node_type, s.port, s.problem, s.at,
        (s.node_id is distinct from lag(s.node_id) over run or lag(s.port) over run is not null)
          and not coalesce(starts_with(lag(s.node_id) over run, s.node_id || '/'), false) as is_new,
        lead(s.n) over run is null as is_last
      from picked p join public.flow_run_steps s on s.run_id = p.id
      window run as (partition by s.run_id order by s.n)
    ), stays as (
      select e.node_id, extract(epoch from lead(e.at) over (partition by e.run_id order by e.n) - e.at)::float8 as seconds
      from steps e where e.is_new
    ), medians as (
      select t.node_id, percentile_cont(0.5) within group (order by t.seconds) as seconds
      from stays t where t.seconds is not null group by 1
    ), ports as (
      select c.node_id, jsonb_object_agg(c.port, c.n) as counts
      from (select e.node_id, e.port, count(*) as n from steps e where e.port is not null group by 1, 2) c group by 1
    ), problems as (
      select c.node_id, jsonb_object_agg(c.problem, c.n) as counts
      from (select e.node_id, e.problem, count(*) as n from steps e where e.problem is not null group by 1, 2) c group by 1
    )
    select e.node_id as "nodeId", min(e.node_type) as "nodeType", (count(*) filter (where e.is_new))::int as visits,
      count(distinct e.run_id)::int as runs,
      coalesce((array_agg(o.counts))[1], '{}') as ports, coalesce((array_agg(b.counts))[1], '{}') as problems,
      (count(*) filter (where e.is_last and not p.is_over))::int as here,
      (count(*) filter (where e.is_last and p.is_over and p.status = 'completed'))::int as completed,
      (count(*) filter (where e.is_last and p.is_over and p.status = 'exited'))::int as exited,
      (count(*) filter (where e.is_last and p.is_over and p.status = 'failed'))::int as failed,
      min(m.seconds) as "medianSeconds", (select count(distinct w.run_id) from steps w)::int as "countedRuns"
    from steps e join picked p on p.id = e.run_id
    left join ports o on o.node_id = e.node_id left join problems b on b.node_id = e.node_id
    left join medians m on m.node_id = e.node_id
    group by e.node_id order by visits desc, 1`;
  return {
    countedRuns: rows[0]?.countedRuns ?? 0,
    nodes: rows.map(
      ({ nodeId, visits, runs, ports, problems, here, completed, exited, failed, medianSeconds }) => ({
        ...{ nodeId, visits, runs, ports, problems, here, medianSeconds },
        endedHere: { completed, exited, failed },
      }),
    ),
    goalRuns: rows
      .filter(({ nodeType }) => nodeType === 'goal')
      .map(({ nodeId, runs }) => ({ nodeId, runs })),
  };
}
