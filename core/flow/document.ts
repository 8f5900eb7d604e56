/**
 * The flow document: what the studio edits, the database keeps and the engine runs. One shape everywhere.
 * Ports are stable ids, never labels; layout lives in `ui` and is left out of hash and diff.
 */
import type { EdgeId, NodeId, PortId, Position, VariableType, VariableValue } from './basics.ts';
import type { FlowNode } from './nodes/registry.ts';

export type { EdgeId, NodeBase, NodeId, PortId, Position, VariableType, VariableValue } from './basics.ts';

export const FLOW_SCHEMA_VERSION = 1;

export interface FlowDoc {
  schemaVersion: typeof FLOW_SCHEMA_VERSION;
  nodes: Record<NodeId, FlowNode>;
  edges: Record<EdgeId, FlowEdge>;
  /** Variables that nodes fill, by name; the default applies until then. */
  variables: Record<string, VariableDefinition>;
  rules: FlowRules;
  notes: Record<string, { text: string; ui: Position }>;
}

export interface FlowEdge {
  from: { node: NodeId; port: PortId };
  to: NodeId;
}

export interface VariableDefinition {
  type: VariableType;
  default?: VariableValue;
}

export interface FlowRules {
  /** May the same person enter again: at any time, only when no run of this flow is active, or once ever. */
  reentry: 'always' | 'whenIdle' | 'once';
  /** Higher wins when two published flows match the same message. */
  priority: number;
  /** End the run when the person writes and no node waits for it (a drip that stops on a reply). */
  exitOnReply: boolean;
}
