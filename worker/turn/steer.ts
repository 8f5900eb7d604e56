/**
 * Commands of operators to one run: pause, resume, exit, retry or skip a failed step. Written where the next turn finds them; the
 * same command twice does it once.
 */
import { json, type Sql, type Tx } from '../../platform/db/pool.ts';
import type { SteerInput, SteerResult } from '../../workflows/contract.ts';

export function createSteer(sql: Sql) {
  return function steer({ runId, action, key, now }: SteerInput): Promise<SteerResult> {
    return sql.begin(async (tx): Promise<SteerResult> => {
      // Conversation, then run: the order of everybody who locks both.
      await tx`
        select from conversations where id = (select conversation_id from flow_runs where id = ${runId}) for update`;
      const [run] = await tx<{ isOver: boolean; needsDecision: boolean }[]>`
        select ended_at is not null as "isOver", coalesce(state -> 'wait' ->> 'kind' = 'decision', false) as "needsDecision"
        from flow_runs where id = ${runId} for update`;
      if (!run || run.isOver) return { accepted: false, code: 'run_ended' };
      switch (action) {
        case 'pause':
          await tx`update flow_runs set paused_at = coalesce(paused_at, ${now}) where id = ${runId}`;
          return { accepted: true };
        case 'resume':
          await tx`update flow_runs set paused_at = null where id = ${runId}`;
          return { accepted: true };
        case 'exit':
          // A paused run has to move once more to end.
          await tx`update flow_runs set paused_at = null where id = ${runId}`;
          await addCommand(tx, runId, 'stop', { reason: 'stopped_by_operator', key });
          return { accepted: true };
        case 'retryNode':
        case 'skipNode':
          if (!run.needsDecision) return { accepted: false, code: 'not_waiting' };
          await addCommand(tx, runId, 'decision', { action: action === 'skipNode' ? 'skip' : 'retry', key });
          return { accepted: true };
      }
    });
  };
}

async function addCommand(tx: Tx, runId: string, kind: 'stop' | 'decision', detail: Record<string, string>) {
  await tx`
    insert into private.run_events (run_id, n, kind, detail)
    select ${runId}, coalesce(max(n), 0) + 1, ${kind}, ${json(tx, detail)} from private.run_events where run_id = ${runId}
    on conflict do nothing`;
}
