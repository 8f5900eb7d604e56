/**
 * Commands of operators to one run: pause, resume, exit, retry or skip a failed step. Written where the next turn finds them; the
 * same command twice does it once.
 */
import type { Sql } from '../../platform/db/pool.ts';
import type { SteerInput, SteerResult } from '../../workflows/contract.ts';
import { addCommands } from '../routing/run-events.ts';

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
          await tx`update flow_runs set paused_at = null, resumed_at = ${now} where id = ${runId} and paused_at is not null`;
          return { accepted: true };
        case 'exit':
          // A paused run has to move once more to end.
          await tx`update flow_runs set paused_at = null where id = ${runId}`;
          await addCommands(tx, [runId], { kind: 'stop', reason: 'stopped_by_operator' }, key);
          return { accepted: true };
        case 'retryNode':
        case 'skipNode':
          if (!run.needsDecision) return { accepted: false, code: 'not_waiting' };
          await addCommands(
            tx,
            [runId],
            { kind: 'decision', action: action === 'skipNode' ? 'skip' : 'retry' },
            key,
          );
          return { accepted: true };
      }
    });
  };
}
