/** Closes a conversation's 24-hour window once its deadline has passed; the deadline in Postgres decides. */
import type { Sql } from '../../platform/db/pool.ts';
import type { WindowActivities } from '../../workflows/contract.ts';

export function createWindowActivities(sql: Sql): WindowActivities {
  return {
    async closeWindow({ orgId, conversationId, windowSeq, now }) {
      const [open] = await sql<{ expiresAt: Date | null }[]>`
        with closed as (
          update conversations set window_expires_at = null
          where org_id = ${orgId} and id = ${conversationId} and window_seq = ${windowSeq} and window_expires_at <= ${now}
          returning 1
        )
        select window_expires_at as "expiresAt" from conversations
        where id = ${conversationId} and window_seq = ${windowSeq} and not exists (select from closed)`;
      return { openUntil: open?.expiresAt?.toISOString() ?? null };
    },
  };
}
