/** Shapes of the API around WhatsApp Business accounts (WABAs). */
import { z } from 'zod';

/** Meta's id of an account, as its business settings show it. */
export const metaWabaId = z.string().regex(/^\d{5,25}$/, 'must be the digits of the account’s id');

/** A token of a system user with the permissions whatsapp_business_messaging and whatsapp_business_management. */
export const accessToken = z
  .string()
  .trim()
  .min(8)
  .max(2_048)
  .regex(/^[\x21-\x7e]+$/, 'has characters that no token has');

export const waba = z.object({
  id: z.uuid(),
  metaWabaId: z.string(),
  name: z.string().nullable(),
  status: z.string().describe('Meta’s own state, for example CONNECTED'),
  numbers: z.array(
    z.object({ id: z.uuid(), displayPhoneNumber: z.string(), verifiedName: z.string().nullable() }),
  ),
  tokenSetAt: z.iso
    .datetime()
    .nullable()
    .describe('When its access token was set; the token is never given out'),
  templatesReadAt: z.iso
    .datetime()
    .nullable()
    .describe('When its message templates were last read from Meta'),
  templatesError: z
    .string()
    .nullable()
    .describe('Why they could not be read the last time: `token_refused` or `whatsapp_unavailable`'),
  templatesAreAwaited: z.boolean().describe('They are about to be read'),
  webhookPath: z.string().describe('Where Meta posts this account’s webhooks'),
  isSample: z.boolean(),
  createdAt: z.iso.datetime(),
});

export type Waba = z.infer<typeof waba>;
