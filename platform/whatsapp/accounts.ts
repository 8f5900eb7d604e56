/**
 * What Meta says of a WhatsApp Business account to whoever holds a token for it: the proof that an organisation may claim the
 * account and its numbers. https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account
 */
import { z } from 'zod';
import { askMeta, MetaError } from './ask-meta.ts';

const TIMEOUT_MS = 6_000;
/** An account has at most 20 numbers unless Meta raises that. */
const MAX_NUMBERS = 100;

export interface MetaNumber {
  metaPhoneNumberId: string;
  displayPhoneNumber: string;
  verifiedName: string | null;
  qualityRating: string | null;
}

export interface MetaAccount {
  name: string | null;
  numbers: MetaNumber[];
}

export interface AccountReader {
  /**
   * Reads name and numbers, and subscribes our app to the account's webhooks.
   * @throws MetaError token_refused, whatsapp_unavailable
   */
  claim(metaWabaId: string, accessToken: string): Promise<MetaAccount>;
}

const accountAnswer = z.object({ id: z.string(), name: z.string().optional() });
const numbersAnswer = z.object({
  data: z
    .array(
      z.object({
        id: z.string(),
        display_phone_number: z.string(),
        verified_name: z.string().optional(),
        quality_rating: z.string().optional(),
      }),
    )
    .max(MAX_NUMBERS),
});

/**
 * @param graphUrl base without version
 * @param version for example `v25.0`
 */
export function createAccountReader(graphUrl: string, version: string): AccountReader {
  const base = `${graphUrl.replace(/\/$/, '')}/${version}`;

  async function ask(method: 'GET' | 'POST', path: string, accessToken: string): Promise<unknown> {
    const { statusCode: status, body: stream } = await askMeta(`${base}/${path}`, accessToken, {
      method,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body: unknown = await stream.json().catch((cause: unknown) => {
      throw new MetaError('whatsapp_unavailable', 'Meta gave no answer.', { cause });
    });
    if (status >= 200 && status < 300) return body;
    if (status >= 400 && status < 500 && status !== 429) {
      throw new MetaError('token_refused', refusalText(body));
    }
    throw new MetaError('whatsapp_unavailable', `Meta answered ${status}.`);
  }

  return {
    async claim(metaWabaId, accessToken) {
      const id = encodeURIComponent(metaWabaId);
      const account = accountAnswer.safeParse(await ask('GET', `${id}?fields=id,name`, accessToken));
      const fields = 'id,display_phone_number,verified_name,quality_rating';
      const numbers = numbersAnswer.safeParse(
        await ask('GET', `${id}/phone_numbers?limit=${MAX_NUMBERS}&fields=${fields}`, accessToken),
      );
      if (!account.success || account.data.id !== metaWabaId || !numbers.success) {
        throw new MetaError('whatsapp_unavailable', 'Meta’s answer could not be read.');
      }
      await ask('POST', `${id}/subscribed_apps`, accessToken);
      return {
        name: account.data.name ?? null,
        numbers: numbers.data.data.map((number) => ({
          metaPhoneNumberId: number.id,
          displayPhoneNumber: number.display_phone_number,
          verifiedName: number.verified_name ?? null,
          qualityRating: number.quality_rating ?? null,
        })),
      };
    },
  };
}

/** Meta's own words for people; its messages name ids, never the token. */
function refusalText(body: unknown): string {
  const parsed = z.object({ error: z.object({ message: z.string(), code: z.number() }) }).safeParse(body);
  if (!parsed.success) return 'Meta refused the token.';
  return `Meta: ${parsed.data.error.message} (${parsed.data.error.code})`;
}
