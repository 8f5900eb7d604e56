/** What is wrong with a flow, in the editor, at the API and at the publish gate. */
import type { NodeId, VariableType, VariableValue } from './basics.ts';
import type { JsonValue } from './calls.ts';

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

/** A repair that the studio can offer as one undoable step. It removes its problem and makes no new error. */
export type QuickFix =
  | { kind: 'connectExit'; nodeId: NodeId; port: string }
  | { kind: 'removeNode'; nodeId: NodeId }
  | { kind: 'removeEdge'; edgeId: string }
  | { kind: 'addTrigger' }
  | { kind: 'insertWindowCheck'; nodeId: NodeId }
  | { kind: 'declareVariable'; name: string }
  /** Declares the variable when it isn't yet, and gives it a value from the start. */
  | { kind: 'giveDefault'; name: string; type: VariableType; value: VariableValue }
  /** Puts another value at a path of the node's data; `label` says on a button what that does. */
  | { kind: 'setField'; nodeId: NodeId; field: string; value: JsonValue; label: string }
  /** Another name for the last part of a path (`trigger.txet`) wherever that text or field reads it. */
  | { kind: 'renameRead'; nodeId: NodeId; field: string; path: string[]; name: string }
  /** Takes an item out of a list in the node's data, while it is still this one. */
  | { kind: 'removeItem'; nodeId: NodeId; field: string; item: Record<string, string> }
  | { kind: 'setFlowTimeout'; timeoutMs: number };
