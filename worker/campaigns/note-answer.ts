/** A person's message that answers a campaign's: their recipient shows when they answered, the first time. */
import type { Tx } from '../../platform/db/pool.ts';
import { answeredCampaign, NOT_WRITTEN } from '../routing/message-facts.ts';

/** One lookup for whoever never got a campaign. */
export async function noteAnswer(
  tx: Tx,
  { orgId, contactId }: { orgId: string; contactId: string },
  messageId: string,
  at: Date,
): Promise<void> {
  await tx`
    with unanswered as materialized (
      select r.campaign_id from campaign_recipients r
      where r.org_id = ${orgId} and r.contact_id = ${contactId} and r.message_id is not null and r.replied_at is null
    ), answered as materialized (
      select campaign_id from unanswered where campaign_id = (
        select ${answeredCampaign(tx)} from messages m where m.id = ${messageId} and m.type <> all (${NOT_WRITTEN}::text[]))
    )
    update campaign_recipients r set replied_at = ${at}
    from answered a where r.campaign_id = a.campaign_id and r.contact_id = ${contactId}`;
}
