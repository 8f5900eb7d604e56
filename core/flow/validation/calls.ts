import type { NodeId } from '../basics.ts';
import type { CompiledFlow } from '../compile.ts';
import type { SubflowUse } from '../nodes/contract.ts';
import { usableNodes } from './graph.ts';

/** A step that runs another flow. */
export interface Call {
  nodeId: NodeId;
  use: SubflowUse;
  /** Null: not known here, or refused. */
  called: CompiledFlow | null;
}

const keptCalls = new WeakMap<CompiledFlow, Call[]>();

/** The calls that a flow makes itself. */
export function callsIn(flow: CompiledFlow): Call[] {
  const kept = keptCalls.get(flow);
  if (kept) return kept;
  const calls = usableNodes(flow).flatMap(({ id: nodeId, type, data, subflow: called }) => {
    const use = type.manifest.subflow?.(data) ?? null;
    return use === null || use.flowId === '' ? [] : [{ nodeId, use, called }];
  });
  keptCalls.set(flow, calls);
  return calls;
}
