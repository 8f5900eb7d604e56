/** Changes of templates, numbers and accounts that Meta tells us. The newest by Meta's own time counts. */
import type { NumberItem, TemplateItem } from '../../../core/whatsapp/inbound/types.ts';
import { json, type Tx } from '../../../platform/db/pool.ts';
import type { ConnectedAccount } from '../numbers.ts';

export async function applyTemplate(tx: Tx, account: ConnectedAccount, item: TemplateItem): Promise<void> {
  if (item.name === null || item.language === null) return;
  const { change } = item;
  const which = tx`waba_account_id = ${account.wabaAccountId} and name = ${item.name} and language = ${item.language}`;
  switch (change.of) {
    case 'status':
      await tx`
        insert into templates (org_id, waba_account_id, name, language, category, status, meta_template_id)
        values (${account.orgId}, ${account.wabaAccountId}, ${item.name}, ${item.language},
          ${knownCategory(change.category) ?? 'UTILITY'}, ${change.event}, ${item.templateId})
        on conflict (waba_account_id, name, language) do update set status = excluded.status,
          meta_template_id = coalesce(excluded.meta_template_id, templates.meta_template_id)`;
      return;
    case 'quality':
      await tx`update templates set quality = ${change.current} where ${which}`;
      return;
    case 'category': {
      const category = knownCategory(change.current);
      if (category) await tx`update templates set category = ${category} where ${which}`;
      return;
    }
    case 'components':
      await tx`update templates set components = ${json(tx, componentsOf(change))} where ${which}`;
      return;
    case 'unknown':
      return;
  }
}

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

function componentsOf(change: Extract<TemplateItem['change'], { of: 'components' }>): object[] {
  return [
    ...(change.header === null ? [] : [{ type: 'HEADER', format: 'TEXT', text: change.header }]),
    ...(change.body === null ? [] : [{ type: 'BODY', text: change.body }]),
    ...(change.footer === null ? [] : [{ type: 'FOOTER', text: change.footer }]),
    ...(change.buttons.length === 0 ? [] : [{ type: 'BUTTONS', buttons: change.buttons }]),
  ];
}
