/**
 * Closes a conversation's 24-hour window once its deadline has passed, and tells flows when it is about to; the deadline in Postgres
 * decides.
 */
import { ofThisConversation } from '../../core/flow/events.ts';
import { WINDOW_CLOSING_MS } from '../../core/messaging/window.ts';
import type { Sql } from '../../platform/db/pool.ts';
import type { WindowActivities } from '../../workflows/contract.ts';

const CLOSING = ofThisConversation('window_closing');

export function createWindowActivities(sql: Sql): WindowActivities {
  return {
    async closeWindow({ orgId, conversationId, windowSeq, now }) {
      const closingBefore = new Date(Date.parse(now) + WINDOW_CLOSING_MS);
      const [open] = await sql<{ expiresAt: Date | null }[]>`
        with closed as (
          update conversations set window_expires_at = null
          where org_id = ${orgId} and id = ${conversationId} and window_seq = ${windowSeq} and window_expires_at <= ${now}
          returning 1
        ), open as (
          select org_id, contact_id, id, window_expires_at from conversations
          where org_id = ${orgId} and id = ${conversationId} and window_seq = ${windowSeq} and not exists (select from closed)
        ), told as (
          insert into contact_events (org_id, contact_id, kind, name, detail, dedupe_key)
          select v.org_id, v.contact_id, 'window_closing', v.id::text,
            jsonb_build_object('closesAt', ${isoText(sql)}), ${isoText(sql)}
          from open v where v.window_expires_at <= ${closingBefore} and (
            exists (select from flow_runs r where r.contact_id = v.contact_id and r.conversation_id = v.id and r.ended_at is null
              and r.listens_to @> array[${CLOSING}])
            or exists (select from flow_triggers t join flows f on f.id = t.flow_id
              where t.org_id = v.org_id and t.keys @> array[${CLOSING}] and f.status = 'live'))
          on conflict (contact_id, kind, name, dedupe_key) where dedupe_key is not null do nothing
        )
        select window_expires_at as "expiresAt" from open`;
      const expiresAt = open?.expiresAt ?? null;
      if (expiresAt === null) return { openUntil: null };
      const openUntil = expiresAt.toISOString();
      if (expiresAt <= closingBefore) return { openUntil };
      return { openUntil, closingFrom: new Date(expiresAt.getTime() - WINDOW_CLOSING_MS).toISOString() };
    },
  };
}

function isoText(sql: Sql) {
  return sql`to_char(v.window_expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
