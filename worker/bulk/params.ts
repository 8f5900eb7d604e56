/** What a job was asked to do: `flow_jobs.params`, by kind. Checked by the API, or written by the sweeper, before it was stored. */
import type { VariableValue } from '../../core/flow/basics.ts';

export interface EnrolParams {
  audience: { contactIds: string[] } | { tag: string } | { segmentId: string } | { all: true };
  /** The trigger that enrols them; null or absent: the flow's manual one. */
  triggerNodeId?: string | null;
  /** What the runs see as `{{ trigger.<field> }}`. */
  detail?: Record<string, VariableValue>;
}

/** Which runs in progress; what is absent doesn't matter. */
export interface RunFilter {
  /** Numbers of versions. */
  versions?: number[];
  nodeId?: string;
  runIds?: string[];
}

export interface CommandParams {
  filter: RunFilter;
}

export interface MoveParams {
  filter: RunFilter;
  /** Number of the version to go on with. */
  toVersion: number;
}
