/** Meta's refusals, as errors of ours. https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes */
import { z } from 'zod';
import { MetaError } from './ask-meta.ts';

const refusal = z.object({
  error: z.object({
    code: z.number(),
    error_subcode: z.number().optional(),
    message: z.string(),
    error_user_title: z.string().optional(),
    error_user_msg: z.string().optional(),
  }),
});
const TOKEN_CODES = [10, 190, 200];
/** Of the application and the account. https://developers.facebook.com/docs/graph-api/overview/rate-limiting */
const THROTTLE_CODES = [4, 17, 32, 613, 80007, 80008, 130429];

/** A refusal in Meta's own words, which name ids and never the token. */
export function refusalOf(status: number, answer: unknown): MetaError {
  const parsed = refusal.safeParse(answer);
  if (!parsed.success || status >= 500) {
    return new MetaError('whatsapp_unavailable', `Meta answered ${status}.`);
  }
  const { code, error_subcode: subcode = null, ...said } = parsed.data.error;
  const words = [said.error_user_title, said.error_user_msg ?? said.message].filter(
    (part) => part !== undefined,
  );
  const message = `Meta: ${[...new Set(words)].join(': ')} (${subcode ?? code})`;
  if (TOKEN_CODES.includes(code)) return new MetaError('token_refused', message);
  if (status === 429 || THROTTLE_CODES.includes(code)) return new MetaError('throttled', message);
  return new MetaError('refused', message, { subcode });
}
