/** Table `flow_versions`, without the document. */
import type { FlowVersion } from '../../core/api/schemas.ts';
import { toTime } from './time.ts';

export interface FlowVersionRow {
  id: string;
  flow_id: string;
  number: number;
  note: string | null;
  author_id: string | null;
  created_at: Date;
}

export function toFlowVersion(row: FlowVersionRow): FlowVersion {
  return {
    id: row.id,
    flowId: row.flow_id,
    number: row.number,
    note: row.note,
    authorId: row.author_id,
    createdAt: toTime(row.created_at),
  };
}
