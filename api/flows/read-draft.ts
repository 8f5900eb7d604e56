import { semanticHash } from '../../core/flow/hash.ts';
import type { FlowDoc } from '../../core/flow/document.ts';
import { parseFlow } from '../../core/flow/parse.ts';
import { ApiError } from '../problems.ts';
import { toFlowProblem } from './judge-draft.ts';

/**
 * A document as a client sent it.
 * @throws ApiError flow_unreadable with `problems` when it isn't one; a flow with mistakes in it is fine here
 */
export async function readDraft(draft: unknown): Promise<{ doc: FlowDoc; hash: string }> {
  const parsed = parseFlow(draft);
  if (parsed.ok) return { doc: parsed.doc, hash: await semanticHash(parsed.doc) };
  throw new ApiError('flow_unreadable', {
    detail: parsed.problems[0]?.message,
    errors: parsed.problems.map(({ nodeId, field, message }) => ({
      field: ['draft', ...(nodeId ? ['nodes', nodeId] : []), ...(field ? [field] : [])].join('.'),
      message,
    })),
    problems: parsed.problems.map(toFlowProblem),
  });
}
