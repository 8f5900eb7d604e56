/** Changes of templates, numbers and accounts that Meta tells us. The newest by Meta's own time counts. */
import type { NumberItem, TemplateItem } from '../../../core/whatsapp/inbound/types.ts';
import type { Tx } from '../../../platform/db/pool.ts';
import type { OutboxMessage } from '../../dispatcher/outbox.ts';
import type { ConnectedAccount } from '../numbers.ts';

/**
 * What an event says plainly counts at once; the account's templates are then read anew, which brings the rest and sets right what came
 * late or in the wrong order. Flows that wait are told nothing: each turn looks at the templates as they are.
 */
export async function applyTemplate(
  tx: Tx,
  { orgId, wabaAccountId }: ConnectedAccount,
  item: TemplateItem,
): Promise<OutboxMessage[]> {
  const { name, language, change } = item;
  if (name !== null && language !== null) {
    const toldAt = item.entryTime ?? new Date();
    const which = tx`waba_account_id = ${wabaAccountId} and name = ${name} and language = ${language}
      and (told_at is null or told_at <= ${toldAt})`;
    if (change.of === 'status') {
      const status = APPROVED_AGAIN.has(change.event) ? 'APPROVED' : change.event;
      await tx`
        insert into templates as t (org_id, waba_account_id, name, language, category, status, meta_template_id, rejected_reason, advice, told_at)
        values (${orgId}, ${wabaAccountId}, ${name}, ${language}, ${knownCategory(change.category) ?? 'UTILITY'}, ${status},
          ${item.templateId}, ${status === 'REJECTED' ? change.reason : null}, ${change.advice}, ${toldAt})
        on conflict (waba_account_id, name, language) do update set status = excluded.status, told_at = excluded.told_at,
          rejected_reason = excluded.rejected_reason, advice = excluded.advice,
          meta_template_id = coalesce(excluded.meta_template_id, t.meta_template_id)
          where t.told_at is null or t.told_at <= excluded.told_at`;
    }
    if (change.of === 'quality')
      await tx`update templates set quality = ${change.current}, told_at = ${toldAt} where ${which}`;
    if (change.of === 'category') {
      const category = knownCategory(change.current);
      const next = knownCategory(change.announced);
      await tx`
        update templates set category = coalesce(${category}, category), next_category = nullif(${next}, ${category}), told_at = ${toldAt}
        where ${which}`;
    }
  }
  return [{ topic: 'templateSync', key: wabaAccountId, payload: { orgId, isUrgent: false } }];
}

/** Meta's events for a template that may be sent again. */
const APPROVED_AGAIN = new Set(['REINSTATED', 'UNARCHIVED', 'UNPAUSED']);

export async function applyNumber(tx: Tx, account: ConnectedAccount, item: NumberItem): Promise<void> {
  if (item.displayPhoneNumber === null) return;
  const digits = item.displayPhoneNumber.replace(/\D/g, '');
  const quality = item.isFlagged === null ? null : item.isFlagged ? 'RED' : 'GREEN';
  const verifiedName = item.decision === 'APPROVED' ? item.requestedName : null;
  await tx`
    update phone_numbers set quality_rating = coalesce(${quality}, quality_rating),
      messaging_limit = coalesce(${item.messagingLimit}, messaging_limit), verified_name = coalesce(${verifiedName}, verified_name)
    where waba_account_id = ${account.wabaAccountId} and regexp_replace(display_phone_number, '\D', '', 'g') = ${digits}`;
}

function knownCategory(category: string | null): 'MARKETING' | 'UTILITY' | 'AUTHENTICATION' | null {
  return category === 'MARKETING' || category === 'UTILITY' || category === 'AUTHENTICATION'
    ? category
    : null;
}
