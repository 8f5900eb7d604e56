/** Table `flows` with the counts and problems that the list shows. */
import type { Flow, FlowSummary, ManualEntry } from '../../core/api/schemas.ts';
import type { Tx } from '../../platform/db/pool.ts';
import type { DraftJudgement } from '../flows/judge-draft.ts';
import { toTime } from './time.ts';

export interface FlowRow {
  id: string;
  name: string;
  status: Flow['status'];
  draft_rev: number;
  draft_hash: string;
  published_version: number | null;
  published_hash: string | null;
  phone_number_id: string | null;
  is_sample: boolean;
  manual_entry: ManualEntry | null;
  updated_at: Date;
  updated_key: string;
}

export interface FlowRowWithDraft extends FlowRow {
  draft: Record<string, unknown>;
}

/** For a query in which `flows` is `f`; without the draft, which may be large. */
export function flowColumns(tx: Tx) {
  return tx`
    f.id, f.name, f.status, f.draft_rev, f.draft_hash, f.published_version, f.published_hash,
    f.phone_number_id, f.is_sample, f.updated_at, f.updated_at::text as updated_key, (
      select jsonb_build_object('reentry', t.rules -> 'reentry' -> 'kind', 'pauseMs', t.rules -> 'reentry' -> 'pauseMs')
      from public.flow_triggers t where t.org_id = f.org_id and t.flow_id = f.id and t.keys @> array['manual'] limit 1
    ) as manual_entry`;
}

export type RunCounts = FlowSummary['runs'];

/** How the flows' runs stand, by flow id. */
export async function countRuns(tx: Tx, org: string, flowIds: string[]): Promise<Map<string, RunCounts>> {
  if (flowIds.length === 0) return new Map();
  // Three ranges of an index for each flow instead of all of its runs.
  const rows = await tx<{ flow_id: string; active: number; started: number; completed: number }[]>`
    select f.id as flow_id, active.n as active, started.n as started, completed.n as completed
    from unnest(${flowIds}::uuid[]) f (id)
    cross join lateral (
      select count(*)::int as n from public.flow_runs r
      where r.org_id = ${org} and r.flow_id = f.id and r.ended_at is null) active
    cross join lateral (
      select count(*)::int as n from public.flow_runs r
      where r.org_id = ${org} and r.flow_id = f.id and r.started_at > now() - interval '7 days') started
    cross join lateral (
      select count(*)::int as n from public.flow_runs r
      where r.org_id = ${org} and r.flow_id = f.id and r.status = 'completed' and r.ended_at > now() - interval '7 days') completed`;
  return new Map(
    rows.map((row) => [
      row.flow_id,
      { active: row.active, startedLast7Days: row.started, completedLast7Days: row.completed },
    ]),
  );
}

export function toFlowSummary(
  row: FlowRow,
  runs: RunCounts | undefined,
  judgement: DraftJudgement,
): FlowSummary {
  return {
    id: row.id,
    name: row.name,
    status: row.status,
    publishedVersion: row.published_version,
    hasUnpublishedChanges: row.draft_hash !== row.published_hash,
    problems: { errors: judgement.errors, warnings: judgement.warnings },
    triggerSummary: judgement.triggerSummary,
    manualEntry: row.manual_entry,
    runs: runs ?? { active: 0, startedLast7Days: 0, completedLast7Days: 0 },
    isSample: row.is_sample,
    updatedAt: toTime(row.updated_at),
  };
}

export function toFlow(row: FlowRowWithDraft, runs: RunCounts | undefined, judgement: DraftJudgement): Flow {
  return {
    ...toFlowSummary(row, runs, judgement),
    draft: row.draft,
    draftRev: row.draft_rev,
    phoneNumberId: row.phone_number_id,
  };
}
