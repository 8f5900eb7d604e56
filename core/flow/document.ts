/**
 * The flow document: what the studio edits, the database keeps and the engine runs. One shape everywhere.
 * Ports are stable ids, never labels; layout lives in `ui` and is left out of hash and diff.
 */
import type { EdgeId, NodeId, NoteId, PortId, Position, VariableType, VariableValue } from './basics.ts';
import type { FlowNode } from './nodes/registry.ts';

export type {
  EdgeId,
  NodeBase,
  NodeId,
  NoteId,
  PortId,
  ListItem,
  Position,
  Scalar,
  VariableType,
  VariableValue,
} from './basics.ts';

export const FLOW_SCHEMA_VERSION = 2;

export interface FlowDoc {
  schemaVersion: typeof FLOW_SCHEMA_VERSION;
  nodes: Record<NodeId, FlowNode>;
  edges: Record<EdgeId, FlowEdge>;
  /** Variables that nodes fill, by name; the default applies until then. */
  variables: Record<string, VariableDefinition>;
  rules: FlowRules;
  /** Remarks of authors on the canvas. Nothing runs or judges them. */
  notes: Record<NoteId, FlowNote>;
}

export const MAX_NOTE_LENGTH = 4_000;

/** From what shows a word or two to what is the ground of a whole group of steps. */
export const NOTE_LIMITS_PX = { minWidth: 120, maxWidth: 2_000, minHeight: 64, maxHeight: 2_000 } as const;

/** The first one is what a note has that names none. */
export const noteColors = ['yellow', 'green', 'blue', 'pink', 'grey'] as const;

export type NoteColor = (typeof noteColors)[number];

export interface FlowNote {
  /** As written; at most `MAX_NOTE_LENGTH` characters. */
  text: string;
  ui: Position & NoteLook;
}

export interface NoteLook {
  /** In pixels, within `NOTE_LIMITS_PX`; absent: as wide as a new note. */
  width?: number;
  /** Absent: as high as the text needs. */
  height?: number;
  color?: NoteColor;
}

export interface FlowEdge {
  from: { node: NodeId; port: PortId };
  to: NodeId;
}

export interface VariableDefinition {
  type: VariableType;
  default?: VariableValue;
  /** For a flow that others call: what the caller hands in, or gets back. */
  role?: 'input' | 'output';
}

export interface FlowRules {
  /** Higher wins when two published flows match the same message. */
  priority: number;
  /** May the same person enter again? `after`: once this time has passed since the last run began. */
  reentry: { kind: 'always' } | { kind: 'whenIdle' } | { kind: 'once' } | { kind: 'after'; pauseMs: number };
  /** What a run that no message started does while another one talks with the person: wait for its end, or start beside it. */
  overlap: 'wait' | 'start';
  /** What ends a run early, wherever it waits for time or for an event. */
  exitOn: {
    /** The person writes and no node waits for it (a drip that stops on a reply). */
    reply: boolean;
    /** A colleague takes the conversation over. Left out: the run waits until they give it back. */
    takeover?: boolean;
    /** The contact gets one of these tags. */
    tags: string[];
    /** One of these events comes in through the API. */
    events: string[];
    /** The contact reaches one of these goals, in any flow. */
    goals: string[];
  };
  /** Ends a run this long after its start; null: it may take as long as it takes. */
  timeoutMs: number | null;
  /** Times of day, `HH:MM` in the contact's time zone, between which nothing is sent that the person doesn't expect. */
  quietHours: { from: string; to: string } | null;
  /** At most this many messages that don't answer the person in any such period, over all flows; more wait. */
  frequencyCap: { max: number; periodMs: number } | null;
}

export const defaultRules: FlowRules = {
  priority: 0,
  reentry: { kind: 'whenIdle' },
  overlap: 'wait',
  exitOn: { reply: false, tags: [], events: [], goals: [] },
  timeoutMs: null,
  quietHours: null,
  frequencyCap: null,
};
