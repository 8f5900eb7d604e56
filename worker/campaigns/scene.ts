/** What all messages of a campaign are made with: number, templates, the organisation's zone. */
import type { CampaignScene } from '../../core/campaigns/message.ts';
import type { TemplateFacts } from '../../core/flow/run.ts';
import { templateFacts } from '../../core/flow/template-facts.ts';
import type { SendPurpose } from '../../core/messaging/content.ts';
import { isSendableTemplate } from '../../core/messaging/policy.ts';
import type { TemplateComponents } from '../../core/messaging/template-parts.ts';
import type { PauseReason } from '../../core/campaigns/statuses.ts';
import type { Sql, Tx } from '../../platform/db/pool.ts';
import type { Campaign } from './campaign.ts';

/** Null when there is no such number any more. */
export async function loadScene(
  sql: Sql | Tx,
  { orgId, phoneNumberId, doc }: Campaign,
): Promise<Omit<CampaignScene, 'now'> | null> {
  const names = doc.variants.map(({ template }) => template.name);
  const [row] = await sql<
    {
      number: string;
      timeZone: string;
      templates:
        | (Pick<TemplateFacts, 'status' | 'category'> & {
            name: string;
            language: string;
            components: TemplateComponents;
          })[]
        | null;
    }[]
  >`
    select p.display_phone_number as number, o.time_zone as "timeZone",
      (select jsonb_agg(jsonb_build_object('name', t.name, 'language', t.language, 'status', t.status, 'category', t.category,
          'components', t.components))
        from templates t where t.waba_account_id = p.waba_account_id and t.name = any(${names})) as templates
    from phone_numbers p join organizations o on o.id = p.org_id
    where p.org_id = ${orgId} and p.id = ${phoneNumberId}`;
  if (row === undefined) return null;
  const { number, timeZone } = row;
  const templates = (row.templates ?? []).map(
    (template) => [`${template.name}/${template.language}`, templateFacts(template)] as const,
  );
  return { number, timeZone, templates: Object.fromEntries(templates) };
}

const purposes: Record<TemplateFacts['category'], SendPurpose> = {
  MARKETING: 'marketing',
  UTILITY: 'utility',
  AUTHENTICATION: 'authentication',
};

/** All variants are of one category. A reason instead when one of its templates can't be sent just now. */
export function purposeOf(
  { doc }: Campaign,
  { templates }: Pick<CampaignScene, 'templates'>,
): { purpose: SendPurpose } | { cannotSend: PauseReason } {
  const used = doc.variants.map(({ template: { name, language } }) => templates[`${name}/${language}`]);
  const unusable = used.find((facts) => facts === undefined || !isSendableTemplate(facts.status));
  if (used.some((facts) => facts !== undefined && facts.status.toUpperCase() === 'PAUSED'))
    return { cannotSend: 'template_paused' };
  if (used.includes(undefined) || unusable !== undefined) return { cannotSend: 'template_unusable' };
  return { purpose: purposes[used[0]!.category] };
}
