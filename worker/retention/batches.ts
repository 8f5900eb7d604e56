/** How each kind of rule forgets. */
import type { RetentionKind } from '../../core/api/retention-kinds.ts';
import { deleting, type Batch } from './batch.ts';
import { deleteDeliveries } from './deliveries.ts';
import { removeMessageContent } from './message-content.ts';

const ROWS = 1_000;
const RUNS = 100;

export const batches: Record<RetentionKind, Batch> = {
  messageContent: removeMessageContent,
  deliveries: deleteDeliveries,
  contactEvents: deleting(ROWS, async (sql, { orgId, border }) => {
    const { count } = await sql`
      delete from contact_events where id = any (array(
        select id from contact_events where org_id = ${orgId} and created_at < ${border} and routed_at is not null
        order by created_at limit ${ROWS}))`;
    return count;
  }),
  // The run itself stays: re-entry rules and counts need to know that somebody was there.
  runs: deleting(RUNS, async (sql, { orgId, border }) => {
    const { count } = await sql`
      with old as (
        select id from flow_runs where org_id = ${orgId} and ended_at < ${border} and state <> '{}'
        order by ended_at limit ${RUNS} for update skip locked
      ), steps as (delete from flow_run_steps s using old where s.run_id = old.id),
      events as (delete from private.run_events e using old where e.run_id = old.id),
      calls as (delete from private.flow_calls c using old where c.run_id = old.id)
      update flow_runs r set state = '{}', turn_result = null from old where r.id = old.id`;
    return count;
  }),
  auditLog: deleting(ROWS, async (sql, { orgId, border }) => {
    const [row] = await sql<{ count: number }[]>`
      select private.forget_audit(${orgId}, ${border}, ${ROWS}) as count`;
    return row!.count;
  }),
};
