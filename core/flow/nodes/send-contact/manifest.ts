import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { fallbackTemplate, label, liquidText } from '../shared/fields.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { sentPorts } from '../shared/steps.ts';
import { excerpt } from '../shared/summary.ts';
import { freeForm, templateTexts, text } from '../shared/uses.ts';

const schema = z.strictObject({
  label,
  name: liquidText,
  phones: z
    .array(
      z.strictObject({
        number: liquidText,
        /** The person has WhatsApp under this number: the card then offers to write to them. */
        isOnWhatsApp: z.boolean(),
      }),
    )
    .max(10),
  emails: z.array(liquidText).max(10),
  organisation: liquidText.optional(),
  fallback: fallbackTemplate,
});

export type SendContactData = z.infer<typeof schema>;

export const manifest: NodeManifest<'send-contact', SendContactData> = {
  type: 'send-contact',
  typeVersion: 1,
  family: 'message',
  title: 'Send contact',
  docs: 'Sends a contact card that people can save: a name with telephone numbers, e-mail addresses and an organisation.',
  schema,
  defaults: () => ({ name: '', phones: [{ number: '', isOnWhatsApp: true }], emails: [] }),
  ports: () => sentPorts(),
  summary: (data) => excerpt(data.name, 'No name yet'),
  limits: { name: WHATSAPP_LIMITS.contactName, phones: 10, emails: 10 },
  clock: () => ({ kind: 'instant' }),
  texts: (data) => [
    ...text('name', data.name),
    ...data.phones.flatMap((phone, index) => text(`phones.${index}.number`, phone.number)),
    ...data.emails.flatMap((email, index) => text(`emails.${index}`, email)),
    ...text('organisation', data.organisation),
    ...templateTexts(data.fallback, 'fallback.'),
  ],
  messages: (data) => freeForm('name', data.fallback),
};
