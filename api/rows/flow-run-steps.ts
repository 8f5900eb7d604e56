/** Table `flow_run_steps`. */
import type { FlowRunStep } from '../../core/api/schemas.ts';
import { toTime } from './time.ts';

export interface FlowRunStepRow {
  n: number;
  node_id: string;
  node_type: string;
  port: string | null;
  problem: string | null;
  message_ids: string[];
  at: Date;
}

export function toFlowRunStep(row: FlowRunStepRow): FlowRunStep {
  return {
    n: row.n,
    nodeId: row.node_id,
    nodeType: row.node_type,
    port: row.port,
    problem: row.problem,
    messageIds: row.message_ids,
    at: toTime(row.at),
  };
}
