import type { Recipient } from '../../core/api/campaigns.ts';
import type { Exclusion, RecipientResult } from '../../core/campaigns/recipients.ts';
import { decodeCursor, idCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { failureColumn, messageOf, resultColumn, resultIs } from '../rows/campaign-counts.ts';
import { contactPhone } from '../rows/contacts.ts';
import { campaignVariants } from '../rows/campaigns.ts';
import { toTime, toTimeOrNull } from '../rows/time.ts';

export const listCampaignRecipients = operation('listCampaignRecipients', {
  async handle({ tx, params: { org, campaign }, query }) {
    await campaignVariants(tx, org, campaign);
    const { limit, result, reached, reason, errorCode, replied, variant } = query;
    const after = decodeCursor(idCursor, query.cursor);
    const rows = await tx<RecipientRow[]>`
      with page as materialized (
        select r.contact_id, r.variant, r.is_test, ${resultColumn(tx)} as result, r.reason, ${failureColumn(tx)} as code,
          m.error_title as title, r.message_id, m.conversation_id, r.attempts, r.send_at, r.replied_at
        from public.campaign_recipients r ${messageOf(tx)}
        where r.org_id = ${org} and r.campaign_id = ${campaign}
          ${after ? tx`and r.contact_id > ${after[0]}` : tx``}
          ${result ? tx`and ${resultIs(tx, result)}` : tx``}
          ${reached ? tx`and r.state in ('claimed', 'sent') and m.status in ${tx(REACHED[reached])}` : tx``}
          ${reason ? tx`and r.state = 'excluded' and r.reason = ${reason}` : tx``}
          ${errorCode ? tx`and m.status = 'failed' and ${failureColumn(tx)} = ${errorCode}` : tx``}
          ${replied === undefined ? tx`` : replied ? tx`and r.replied_at is not null` : tx`and r.replied_at is null`}
          ${variant ? tx`and r.variant = ${variant}` : tx``}
        order by r.contact_id limit ${limit + 1})
      select p.*, c.name, ${contactPhone(tx)} as phone
      from page p join public.contacts c on c.id = p.contact_id order by p.contact_id`;
    return toPage(rows, limit, toRecipient, (row) => [row.contact_id]);
  },
});

const REACHED: Readonly<Record<'sent' | 'delivered', string[]>> = {
  sent: ['sent', 'held', 'delivered', 'read', 'played'],
  delivered: ['delivered', 'read', 'played'],
};

interface RecipientRow {
  contact_id: string;
  name: string | null;
  phone: string | null;
  variant: string | null;
  is_test: boolean;
  result: RecipientResult;
  reason: Exclusion | null;
  code: string | null;
  title: string | null;
  message_id: string | null;
  conversation_id: string | null;
  attempts: number;
  send_at: Date;
  replied_at: Date | null;
}

function toRecipient(row: RecipientRow): Recipient {
  return {
    contactId: row.contact_id,
    contactName: row.name,
    contactPhone: row.phone,
    variant: row.variant,
    isTest: row.is_test,
    result: row.result,
    reason: row.reason,
    error: row.code === null ? null : { code: row.code, title: row.title ?? row.code },
    messageId: row.message_id,
    conversationId: row.conversation_id,
    attempts: row.attempts,
    sendAt: toTime(row.send_at),
    repliedAt: toTimeOrNull(row.replied_at),
  };
}
