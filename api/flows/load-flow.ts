import type { Flow } from '../../core/api/schemas.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { ApiError } from '../problems.ts';
import { countRuns, flowColumns, toFlow, type FlowRowWithDraft } from '../rows/flows.ts';
import { judgeDraft } from './judge-draft.ts';
import { loadSurroundings } from './surroundings.ts';

/**
 * One flow as the API shows it.
 * @throws ApiError not_found
 */
export async function loadFlow(tx: Tx, org: string, id: string): Promise<Flow> {
  const [row, runs, around] = await Promise.all([
    findFlowRow(tx, org, id),
    countRuns(tx, org, [id]),
    loadSurroundings(tx, org),
  ]);
  return toFlow(row, runs.get(id), await judgeDraft(tx, org, row, around));
}

/** @throws ApiError not_found */
export async function findFlowRow(tx: Tx, org: string, id: string): Promise<FlowRowWithDraft> {
  const [row] = await tx<FlowRowWithDraft[]>`
    select ${flowColumns(tx)}, f.draft from public.flows f where f.org_id = ${org} and f.id = ${id}`;
  if (!row) throw new ApiError('not_found');
  return row;
}
