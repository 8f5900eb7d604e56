/** What one person gets of a campaign, and whether they get anything: pure, so that preflight and sending can't differ. */
import type { Facts, TemplateFacts } from '../flow/run.ts';
import { templateMessage } from '../flow/nodes/shared/template-message.ts';
import { renderText, templateScope, textBudget } from '../flow/templating.ts';
import type { ConsentState } from '../messaging/consent.ts';
import type { SendPurpose, TemplateContent } from '../messaging/content.ts';
import { checkSend } from '../messaging/policy.ts';
import type { CampaignDelivery, CampaignVariant } from './document.ts';
import type { Exclusion } from './recipients.ts';

/** A person of the audience with all that decides whether and what they get. */
export interface CampaignPerson {
  contact: Facts['contact'];
  /** ISO 3166, of the number; null: not known. */
  country: string | null;
  /** There is a number or id to send to. */
  hasRecipient: boolean;
  consent: { marketing: ConsentState; utility: ConsentState };
  suppressed: boolean;
  /** Messages that answered nothing of theirs, within the period of the frequency cap; 0 without a cap. */
  unaskedSends: number;
}

export interface CampaignScene {
  /** Of the number's account, by `name/language`. */
  templates: Readonly<Record<string, TemplateFacts>>;
  /** Of the organisation, for people whose own isn't known. */
  timeZone: string;
  /** Of the business, as people see it. */
  number: string;
  now: Date;
}

export interface CampaignMessage {
  content: TemplateContent;
  purpose: SendPurpose;
}

/** The variant filled in for this person. A problem is theirs (a value is missing) or the campaign's (no such template). */
export function campaignMessage(
  { template }: CampaignVariant,
  { contact }: Pick<CampaignPerson, 'contact'>,
  { templates, timeZone, number, now }: CampaignScene,
): CampaignMessage | { problem: { code: string; message: string } } {
  const conversation = { mode: 'bot', windowExpiresAt: null, number } as const;
  const scope = templateScope(contact, {}, {}, contact.timeZone ?? timeZone, conversation, now);
  const budget = textBudget();
  return templateMessage(
    {
      contact,
      template: (name, language) => {
        const key = `${name}/${language}`;
        return Object.hasOwn(templates, key) ? (templates[key] ?? null) : null;
      },
      render: (text) => renderText(text, scope, budget),
    },
    template,
  );
}

/**
 * Countries whose numbers get no marketing templates.
 * Source: Meta, "Marketing templates": none are delivered to numbers with the code +1 of the United States since 1 April 2025.
 */
export const NO_MARKETING_TO: readonly string[] = ['US'];

/**
 * Why this person gets nothing; null: they do. The gate looks once more at the moment of sending. What they would get is looked at
 * apart (`campaignMessage`), because it costs more.
 */
export function exclusionOf(
  { hasRecipient, suppressed, consent, country, unaskedSends }: Omit<CampaignPerson, 'contact'>,
  purpose: SendPurpose,
  { frequencyCap }: Pick<CampaignDelivery, 'frequencyCap'>,
): Exclusion | null {
  if (!hasRecipient) return 'no_recipient';
  const check = checkSend({
    ...{ purpose, consent, suppressed },
    ...{ contentKind: 'template', templateState: 'APPROVED', windowExpiresAt: null, now: new Date(0) },
  });
  if (!check.ok) return check.code as Exclusion;
  if (purpose === 'marketing' && country !== null && NO_MARKETING_TO.includes(country))
    return 'not_delivered_there';
  if (frequencyCap !== null && unaskedSends >= frequencyCap.max) return 'frequency_cap';
  return null;
}
