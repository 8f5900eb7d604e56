/** The end of a campaign: nobody waits any more, and nobody will. */
import { statusRanks } from '../../core/messaging/status.ts';
import type { Sql } from '../../platform/db/pool.ts';
import type { Campaign } from './campaign.ts';
import { hasUnsent } from './clear.ts';

/** So long Meta may still report that it held a message back. */
const REPORTS_FOR_MS = 24 * 60 * 60 * 1_000;
const LOOK_AT_LEAST_AFTER_MS = 15_000;

export type Completion = { isDone: true } | { isDone: false; looksAt: Date };

/** Behind the campaign's lock: a report that comes at the same moment either is seen here, or sees that it is completed. */
export function completeIfDone(
  sql: Sql,
  { id, doc: { delivery } }: Campaign,
  now: Date,
): Promise<Completion> {
  return sql.begin(async (tx): Promise<Completion> => {
    const [running] = await tx`select from campaigns where id = ${id} and status = 'running' for update`;
    if (!running) return { isDone: false, looksAt: now };
    const [left] = await tx<{ isAny: boolean }[]>`select ${hasUnsent(tx, id)} as "isAny"`;
    if (left!.isAny) return { isDone: false, looksAt: now };
    if (delivery.retriesWhenCapped > 0) {
      const [last] = await tx<{ at: Date | null }[]>`
        select max(m.created_at) as at from campaign_recipients r join messages m on m.id = r.message_id
        where r.campaign_id = ${id} and m.status_rank < ${statusRanks.failed}`;
      const looksAt = last!.at === null ? null : nextLook(last!.at, now);
      if (looksAt !== null) return { isDone: false, looksAt };
    }
    await tx`update campaigns set status = 'completed', ended_at = ${now}, wake_at = null where id = ${id}`;
    return { isDone: true };
  });
}

/** Ever more rarely, as the last word comes soon or late; null: none is waited for any longer. */
function nextLook(lastMessageAt: Date, now: Date): Date | null {
  const passedMs = now.getTime() - lastMessageAt.getTime();
  if (passedMs >= REPORTS_FOR_MS) return null;
  return new Date(
    Math.min(
      now.getTime() + Math.max(passedMs, LOOK_AT_LEAST_AFTER_MS),
      lastMessageAt.getTime() + REPORTS_FOR_MS,
    ),
  );
}
