import type { FlowDoc } from '../../core/flow/document.ts';
import { semanticHash } from '../../core/flow/hash.ts';
import { parseFlow } from '../../core/flow/parse.ts';
import type { Problem } from '../../core/flow/validate.ts';
import { ApiError } from '../problems.ts';
import { toFlowProblem } from './judge-draft.ts';

/**
 * A document as a client sent it.
 * @throws ApiError flow_unreadable with `problems` when it isn't one; a flow with mistakes in it is fine here
 */
export async function readDraft(draft: unknown): Promise<{ doc: FlowDoc; hash: string }> {
  const parsed = parseFlow(draft);
  if (parsed.ok) return { doc: parsed.doc, hash: await semanticHash(parsed.doc) };
  throw unreadable(parsed.problems, 'draft');
}

/** @param field of the body, where the document came from */
export function unreadable(problems: readonly Problem[], field: string): ApiError {
  return new ApiError('flow_unreadable', {
    detail: problems[0]?.message,
    errors: problems.map((problem) => ({ field: pathOf(problem, field), message: problem.message })),
    problems: problems.map(toFlowProblem),
  });
}

/** Where in the body a problem lies. */
export function pathOf({ nodeId, field }: Problem, start: string): string {
  return [start, ...(nodeId ? ['nodes', nodeId] : []), ...(field ? [field] : [])].join('.');
}
