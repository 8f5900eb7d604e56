/** The way of one run over the drawing. */
import type { FlowRun, FlowRunStep } from '../../../../../core/api/schemas.ts';
import type { EdgeId, FlowDoc, NodeId } from '../../../../../core/flow/document.ts';
import { edgeOfPort } from './ports.ts';

export interface RunOverlay {
  runId: string;
  /** Numbers of the visits, from 1, in the order they happened. */
  visits: Readonly<Record<NodeId, { numbers: number[]; problem: string | null }>>;
  edges: ReadonlySet<EdgeId>;
  currentNodeId: NodeId | null;
}

/** Steps of nodes that are not in this drawing any more are left out. */
export function runOverlay(doc: FlowDoc, run: FlowRun, steps: readonly FlowRunStep[]): RunOverlay {
  const visits: Record<NodeId, { numbers: number[]; problem: string | null }> = {};
  const edges = new Set<EdgeId>();
  let number = 0;
  let before: FlowRunStep | null = null;
  for (const step of steps) {
    // A node that waits is written when it starts to wait and again when it is left: one visit.
    if (before === null || before.nodeId !== step.nodeId || before.port !== null) number += 1;
    before = step;
    if (!(step.nodeId in doc.nodes)) continue;
    const visit = (visits[step.nodeId] ??= { numbers: [], problem: null });
    if (visit.numbers.at(-1) !== number) visit.numbers.push(number);
    visit.problem ??= step.problem;
    const edge = step.port === null ? null : edgeOfPort(doc.edges, step.nodeId, step.port);
    if (edge) edges.add(edge);
  }
  return { runId: run.id, visits, edges, currentNodeId: run.endedAt === null ? run.currentNodeId : null };
}
