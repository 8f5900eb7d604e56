/** What is wrong with a draft, in the words of the API. */
import type { FlowProblem } from '../../core/api/schemas.ts';
import type { FlowDoc } from '../../core/flow/document.ts';
import type { FlowLibrary } from '../../core/flow/library.ts';
import { nodeTypeOf } from '../../core/flow/nodes/registry.ts';
import { parseFlow, type ParsedFlow } from '../../core/flow/parse.ts';
import { nodeSummary } from '../../core/flow/summary.ts';
import { validateFlow, type Problem } from '../../core/flow/validate.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { loadSubflows } from './subflows.ts';
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

export async function judgeDraft(
  tx: Tx,
  org: string,
  flow: JudgedFlow & { draft: unknown },
  around: FlowSurroundings,
): Promise<DraftJudgement> {
  const known = kept.get(keyOf(flow, around));
  if (known) return known;
  const parsed = parseFlow(flow.draft);
  const library = parsed.ok ? await loadSubflows(tx, org, [parsed.doc]) : {};
  return judge(flow, parsed, around, library);
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
    const drafts = rows.map((row) => ({ row, parsed: parseFlow(row.draft) }));
    const docs = drafts.flatMap(({ parsed }) => (parsed.ok ? [parsed.doc] : []));
    // One library for all: a flow looks up only what it calls itself.
    const library = await loadSubflows(tx, org, docs);
    for (const { row, parsed } of drafts) judgements.set(row.id, judge(row, parsed, around, library));
  }
  return judgements;
}

/** Every problem of a document that could be read. */
export async function problemsOf(
  tx: Tx,
  org: string,
  flowId: string,
  doc: FlowDoc,
  around: FlowSurroundings,
): Promise<Problem[]> {
  return validateFlow(doc, contextOf(flowId, around, await loadSubflows(tx, org, [doc])));
}

export function toFlowProblem({ code, severity, nodeId, field, message, fix }: Problem): FlowProblem {
  return { code, severity, nodeId, field, message, ...(fix ? { fix } : {}) };
}

function judge(
  flow: JudgedFlow,
  parsed: ParsedFlow,
  around: FlowSurroundings,
  library: FlowLibrary,
): DraftJudgement {
  const problems = parsed.ok
    ? validateFlow(parsed.doc, contextOf(flow.id, around, library))
    : parsed.problems;
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

function keyOf(flow: JudgedFlow, around: FlowSurroundings): string {
  return `${flow.id} ${flow.draft_hash} ${around.fingerprint}`;
}

function triggerSummary(doc: FlowDoc): string {
  const lines = Object.values(doc.nodes)
    .filter((node) => nodeTypeOf(node.type)?.manifest.family === 'trigger')
    .map(nodeSummary)
    .filter((line) => line !== '');
  return lines.join(' · ');
}
