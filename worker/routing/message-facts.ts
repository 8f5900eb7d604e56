/** What triggers want to know of a message, decided from the database; asked for only when a trigger may fire on it. */
import type { TriggerEvent } from '../../core/flow/events.ts';
import type { Tx } from '../../platform/db/pool.ts';

export interface MessageFacts {
  press: { id: string; title: string } | null;
  referral: { sourceId: string; sourceType: string } | null;
  isFirst: boolean;
  campaignId: string | null;
  isOrder: boolean;
}

/** How long after a campaign's message the next thing a person writes counts as its answer. */
const CAMPAIGN_REPLY_HOURS = 72;

/** Rows of a thread that a person made without writing to us. */
export const NOT_WRITTEN = ['reaction', 'edit', 'revoke', 'requestWelcome', 'system'];

/** A scalar subquery that gives `MessageFacts` as JSON. */
export function messageFactsJson(tx: Tx, messageId: string) {
  return tx`
    (select jsonb_build_object(
      'press', nullif(m.content -> 'derived' -> 'press', 'null'),
      'referral', case when m.content -> 'referral' ->> 'source_id' is not null then jsonb_build_object(
        'sourceId', m.content -> 'referral' ->> 'source_id',
        'sourceType', coalesce(m.content -> 'referral' ->> 'source_type', 'ad')) end,
      'isOrder', m.content -> 'derived' ? 'order',
      'isFirst', not exists (
        select from messages e where e.org_id = m.org_id and e.contact_id = m.contact_id and e.direction = 'inbound'
          and e.id <> m.id and e.created_at <= m.created_at and e.type <> all (${NOT_WRITTEN}::text[])),
      'campaignId', ${answeredCampaign(tx)})
    from messages m where m.id = ${messageId})`;
}

/** The campaign whose message the row `m` of `messages` answers; null: none. */
export function answeredCampaign(tx: Tx) {
  return tx`
    case when m.reply_to_wamid is not null
      then (select a.campaign_id from messages a
        where a.phone_number_id = m.phone_number_id and a.wamid = m.reply_to_wamid and a.source = 'campaign')
      else (select case when o.source = 'campaign' then o.campaign_id end from messages o
        where o.conversation_id = m.conversation_id and o.direction = 'outbound' and o.status <> 'failed'
          and o.created_at <= m.created_at and o.created_at > m.created_at - make_interval(hours => ${CAMPAIGN_REPLY_HOURS})
        order by o.created_at desc limit 1) end`;
}

/** @param words what the person typed or pressed */
export function messageEvent(words: string | null, facts: MessageFacts): TriggerEvent {
  const { press, ...rest } = facts;
  return { kind: 'message', text: press === null ? words : null, press, ...rest };
}

/** What a run that such a message starts can say in its texts, beside the message itself. */
export function messageDetail({ referral, campaignId }: MessageFacts): Record<string, string> {
  return {
    ...(referral === null ? {} : { adId: referral.sourceId, adType: referral.sourceType }),
    ...(campaignId === null ? {} : { campaignId }),
  };
}
