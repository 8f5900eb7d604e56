/** What is wrong with a draft, in the words of the API. */
import type { FlowProblem } from '../../core/api/schemas.ts';
import type { FlowDoc } from '../../core/flow/document.ts';
import { nodeTypeOf } from '../../core/flow/nodes/registry.ts';
import { parseFlow } from '../../core/flow/parse.ts';
import { nodeSummary } from '../../core/flow/summary.ts';
import { validateFlow, type Problem } from '../../core/flow/validate.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { contextOf, type FlowSurroundings } from './surroundings.ts';

export interface DraftJudgement {
  errors: number;
  warnings: number;
  /** What starts the flow, in a line; empty when nothing does. */
  triggerSummary: string;
}

/** The same draft in the same surroundings is judged once, and a list need not even load it. */
const MAX_KEPT = 2_000;
const kept = new Map<string, DraftJudgement>();

interface JudgedFlow {
  id: string;
  draft_hash: string;
}

export function judgeDraft(flow: JudgedFlow & { draft: unknown }, around: FlowSurroundings): DraftJudgement {
  const known = kept.get(keyOf(flow, around));
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
  kept.set(keyOf(flow, around), judgement);
  return judgement;
}

/** Judgements by flow id; loads only drafts that weren't judged yet. */
export async function judgeDrafts(
  tx: Tx,
  org: string,
  flows: readonly JudgedFlow[],
  around: FlowSurroundings,
): Promise<Map<string, DraftJudgement>> {
  const judgements = new Map<string, DraftJudgement>();
  for (const flow of flows) {
    const known = kept.get(keyOf(flow, around));
    if (known) judgements.set(flow.id, known);
  }
  const unknownIds = flows.map(({ id }) => id).filter((id) => !judgements.has(id));
  if (unknownIds.length > 0) {
    const rows = await tx<(JudgedFlow & { draft: unknown })[]>`
      select f.id, f.draft_hash, f.draft from public.flows f
      where f.org_id = ${org} and f.id = any (${unknownIds}::uuid[])`;
    for (const row of rows) judgements.set(row.id, judgeDraft(row, around));
  }
  return judgements;
}

function keyOf(flow: JudgedFlow, around: FlowSurroundings): string {
  return `${flow.id} ${flow.draft_hash} ${around.fingerprint}`;
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
