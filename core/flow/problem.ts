/** What is wrong with a flow, in the editor, at the API and at the publish gate. */
import type { NodeId } from './basics.ts';

export interface Problem {
  /** Stable, for example `missing-branch`. */
  code: string;
  /** Errors block publishing. */
  severity: 'error' | 'warning';
  nodeId: NodeId | null;
  /** Path inside the node's data, or of the port as `port:<id>`; null for the whole node or flow. */
  field: string | null;
  /** What is wrong and what to do, in a sentence. */
  message: string;
  fix?: QuickFix;
}

/** A repair that the studio can offer as one undoable step. */
export type QuickFix =
  | { kind: 'connectExit'; nodeId: NodeId; port: string }
  | { kind: 'removeNode'; nodeId: NodeId }
  | { kind: 'removeEdge'; edgeId: string }
  | { kind: 'addTrigger' }
  | { kind: 'insertWindowCheck'; nodeId: NodeId }
  | { kind: 'declareVariable'; name: string };
