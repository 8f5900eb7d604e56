import type { FlowDoc } from '../../core/flow/document.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { ApiError } from '../problems.ts';
import { problemsOf, toFlowProblem } from './judge-draft.ts';
import { pathOf } from './read-draft.ts';
import type { FlowSurroundings } from './surroundings.ts';

/** @throws ApiError flow_has_errors; warnings don't block */
export async function refuseErrors(
  tx: Tx,
  org: string,
  flowId: string,
  doc: FlowDoc,
  around: FlowSurroundings,
): Promise<void> {
  const problems = await problemsOf(tx, org, flowId, doc, around);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  throw new ApiError('flow_has_errors', {
    detail: errors[0]?.message,
    errors: errors.map((problem) => ({ field: pathOf(problem, 'draft'), message: problem.message })),
    problems: errors.map(toFlowProblem),
  });
}
