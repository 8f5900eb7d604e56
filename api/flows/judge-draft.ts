/** What is wrong with a draft, in the words of the API. */
import type { FlowProblem } from '../../core/api/schemas.ts';
import type { FlowDoc } from '../../core/flow/document.ts';
import { nodeTypeOf } from '../../core/flow/nodes/registry.ts';
import { parseFlow } from '../../core/flow/parse.ts';
import { nodeSummary } from '../../core/flow/summary.ts';
import { validateFlow, type Problem } from '../../core/flow/validate.ts';
import { contextOf, type FlowSurroundings } from './surroundings.ts';

export interface DraftJudgement {
  errors: number;
  warnings: number;
  /** What starts the flow, in a line; empty when nothing does. */
  triggerSummary: string;
}

/** A list of flows judges every draft; the same draft in the same surroundings is judged once. */
const MAX_KEPT = 2_000;
const kept = new Map<string, DraftJudgement>();

export function judgeDraft(
  flow: { id: string; draft: unknown; draft_hash: string },
  around: FlowSurroundings,
): DraftJudgement {
  const key = `${flow.id} ${flow.draft_hash} ${around.fingerprint}`;
  const known = kept.get(key);
  if (known) return known;
  const parsed = parseFlow(flow.draft);
  const problems = parsed.ok ? validateFlow(parsed.doc, contextOf(flow.id, around)) : parsed.problems;
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const judgement: DraftJudgement = {
    errors,
    warnings: problems.length - errors,
    triggerSummary: parsed.ok ? triggerSummary(parsed.doc) : '',
  };
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(key, judgement);
  return judgement;
}

/** Quick fixes stay in the studio, which judges by itself. */
export function toFlowProblem({ code, severity, nodeId, field, message }: Problem): FlowProblem {
  return { code, severity, nodeId, field, message };
}

function triggerSummary(doc: FlowDoc): string {
  const lines = Object.values(doc.nodes)
    .filter((node) => nodeTypeOf(node.type)?.manifest.family === 'trigger')
    .map(nodeSummary)
    .filter((line) => line !== '');
  return lines.join(' · ');
}
