/** Changes of templates, numbers and accounts that Meta tells us. The newest by Meta's own time counts. */
import type { AccountItem, NumberItem, TemplateItem } from '../../../core/whatsapp/inbound/types.ts';
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
    where waba_account_id = ${account.wabaAccountId} and regexp_replace(display_phone_number, '[^0-9]', '', 'g') = ${digits}`;
}

/**
 * A ban, an end of the connection, a limit. What else Meta says about accounts (alerts, violations, prices) changes no row.
 * @returns whether it meant something to us
 */
export async function applyAccount(tx: Tx, account: ConnectedAccount, item: AccountItem): Promise<boolean> {
  const status = statusOf(item);
  if (status !== null) {
    const at = item.entryTime;
    await tx`
      update waba_accounts set status = ${status}, status_at = coalesce(${at}::timestamptz, now()), updated_at = now()
      where id = ${account.wabaAccountId}
        and (${at}::timestamptz is null or coalesce(status_at, '-infinity') <= ${at}::timestamptz)`;
  }
  if (item.messagingLimit !== null) {
    await tx`
      update phone_numbers set messaging_limit = ${item.messagingLimit} where waba_account_id = ${account.wabaAccountId}`;
  }
  return status !== null || item.messagingLimit !== null;
}

/** Meta's words for what the account is now; `CONNECTED` is how accounts begin. */
const bans: Record<string, string> = {
  SCHEDULE_FOR_DISABLE: 'SCHEDULED_FOR_DISABLE',
  DISABLE: 'DISABLED',
  REINSTATE: 'CONNECTED',
};
const ends = ['ACCOUNT_DELETED', 'ACCOUNT_OFFBOARDED', 'PARTNER_REMOVED', 'PARTNER_APP_UNINSTALLED'];

/** Null: it says nothing of this account. */
function statusOf({ ban, event, wabaId, subjectWabaId }: AccountItem): string | null {
  if (subjectWabaId !== null && subjectWabaId !== wabaId) return null;
  if (ban !== null) return Object.hasOwn(bans, ban.state) ? bans[ban.state]! : null;
  return ends.includes(event) ? event : null;
}

function knownCategory(category: string | null): 'MARKETING' | 'UTILITY' | 'AUTHENTICATION' | null {
  return category === 'MARKETING' || category === 'UTILITY' || category === 'AUTHENTICATION'
    ? category
    : null;
}
