import { z } from 'zod';
import { consentAnswers, consentPurposes, type ConsentPurpose } from '../../../messaging/consent.ts';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';

const schema = z.strictObject({
  label,
  state: z.enum(consentAnswers),
  /** Left out: marketing. */
  purpose: z.enum(consentPurposes).optional(),
});

export type SetConsentData = z.infer<typeof schema>;

export function purposeOf({ purpose }: SetConsentData): ConsentPurpose {
  return purpose ?? 'marketing';
}

export const manifest: NodeManifest<'set-consent', SetConsentData> = {
  type: 'set-consent',
  typeVersion: 1,
  family: 'data',
  title: 'Set consent',
  docs:
    'Notes that the person agrees to messages, or doesn’t. Use it only after they said so themselves. For a double opt-in note ' +
    '“asked” before your question and “agrees” behind the button that confirms: only then marketing goes out, and the log holds both.',
  schema,
  defaults: () => ({ state: 'granted' }),
  ports: () => [{ id: 'next', label: 'Then', optional: true }],
  summary: (data) => summaries[data.state](purposeOf(data)),
  limits: {},
  clock: () => ({ kind: 'instant' }),
};

const summaries: Record<SetConsentData['state'], (purpose: ConsentPurpose) => string> = {
  granted: (purpose) => `Agrees to ${purpose}`,
  denied: (purpose) => `Wants no ${purpose}`,
  requested: (purpose) => `Asked about ${purpose}, to be confirmed`,
};
