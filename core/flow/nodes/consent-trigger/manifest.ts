import { z } from 'zod';
import { consentPurposes } from '../../../messaging/consent.ts';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';

const schema = z.strictObject({
  label,
  purpose: z.enum(consentPurposes),
  /** Left out: any. */
  to: z.enum(['granted', 'denied']).optional(),
});

export type ConsentTriggerData = z.infer<typeof schema>;

export const manifest: NodeManifest<'consent-trigger', ConsentTriggerData> = {
  type: 'consent-trigger',
  typeVersion: 1,
  family: 'trigger',
  title: 'Consent changed',
  docs: 'Starts the flow when a contact agrees to marketing or utility messages, or wants none any more, wherever that was said: in the chat, in a form or by the API. Imports start no flows. Texts can use trigger.value and trigger.previous. The person may not have written just now, so check the 24-hour window before a free-form message.',
  schema,
  defaults: () => ({ purpose: 'marketing' }),
  ports: () => [{ id: 'next', label: 'Starts' }],
  summary: ({ purpose, to }) => {
    if (to === undefined) return `When consent to ${purpose} changes`;
    return to === 'granted' ? `When someone agrees to ${purpose}` : `When someone wants no ${purpose}`;
  },
  limits: {},
  clock: () => ({ kind: 'instant' }),
  triggerFields: ['value', 'previous'],
};
