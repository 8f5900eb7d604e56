/**
 * Counts the audience into recipients, page by page in the order of the contacts' ids. Each page is one short transaction that also moves
 * the cursor, so whoever dies in between repeats nothing.
 */
import { audienceQuery } from '../../core/campaigns/audience.ts';
import { exclusionOf } from '../../core/campaigns/message.ts';
import type { SendPurpose } from '../../core/messaging/content.ts';
import { currentContacts, loadPeople } from '../../platform/campaigns/people.ts';
import { json, type Sql, type Tx } from '../../platform/db/pool.ts';
import type { Campaign } from './campaign.ts';
import { shareOf } from './shares.ts';

const PAGE = 500;

/** @returns whether all are counted; false too when it doesn't run any more */
export async function preparePage(
  sql: Sql,
  campaign: Campaign,
  { purpose, timeZone, now }: { purpose: SendPurpose; timeZone: string; now: Date },
): Promise<{ isDone: boolean }> {
  const { id, orgId, doc } = campaign;
  return sql.begin(async (tx) => {
    const [row] = await tx<{ cursor: string | null }[]>`
      select prepare_cursor as cursor from campaigns
      where org_id = ${orgId} and id = ${id} and status = 'running' and prepared_at is null for update`;
    if (row === undefined) return { isDone: true };
    const contactIds = await nextInAudience(tx, campaign, row.cursor, now);
    const people = await loadPeople(tx, orgId, contactIds, doc.delivery, now);
    const recipients = people.map((person) => {
      const reason = exclusionOf(person, purpose, doc.delivery);
      return {
        contactId: person.contact.id,
        ...shareOf(doc, id, person.contact.id),
        ...{ reason, zone: person.contact.timeZone ?? timeZone },
      };
    });
    await insertRecipients(tx, campaign, recipients, now);
    const isDone = contactIds.length < PAGE;
    await tx`
      update campaigns set prepare_cursor = ${contactIds.at(-1) ?? row.cursor}, prepared_at = ${isDone ? now : null}
      where id = ${id}`;
    return { isDone };
  });
}

async function nextInAudience(tx: Tx, { orgId, doc }: Campaign, after: string | null, now: Date) {
  const { rules, contactIds, limits } = audienceQuery(doc.audience);
  const rows = await tx<{ id: string }[]>`
    select id from private.audience_page(${orgId}, ${rules === null ? null : json(tx, rules)}, ${currentContacts(tx, orgId, contactIds)},
      ${limits === null ? null : json(tx, limits)}, ${now}, ${after}, ${PAGE}) id order by id`;
  return rows.map(({ id }) => id);
}

interface NewRecipient {
  contactId: string;
  variant: string | null;
  isTest: boolean;
  reason: string | null;
  zone: string;
}

async function insertRecipients(
  tx: Tx,
  { id, orgId, startedAt, doc: { delivery } }: Campaign,
  recipients: NewRecipient[],
  now: Date,
) {
  if (recipients.length === 0) return;
  const { quietHours, timing, startsAt } = delivery;
  await tx`
    insert into campaign_recipients (org_id, campaign_id, contact_id, variant, is_test, state, reason, send_at)
    select ${orgId}, ${id}, r."contactId", r.variant, r."isTest", case when r.reason is null then 'pending' else 'excluded' end, r.reason,
      private.campaign_send_at(${startedAt ?? now}, ${timing === 'localTime' ? startsAt : null}::text::timestamp, r.zone,
        ${quietHours?.from ?? null}::text::time, ${quietHours?.to ?? null}::text::time)
    from jsonb_to_recordset(${json(tx, recipients)})
      as r ("contactId" uuid, variant text, "isTest" boolean, reason text, zone text)
    on conflict (campaign_id, contact_id) do nothing`;
}
