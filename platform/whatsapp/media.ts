/**
 * Files at WhatsApp: asked for by id, then fetched from an address that is good for five minutes and wants the token as well.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media
 */
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { askMeta, MetaError } from './ask-meta.ts';

const ASK_TIMEOUT_MS = 10_000;
/** Between two pieces of a file. */
const SILENCE_MS = 20_000;
/** Where Meta serves files from. The token goes nowhere else, whatever address an answer names. */
const META_HOSTS = /(^|\.)(fbsbx\.com|fbcdn\.net|facebook\.com|whatsapp\.net)$/;

export interface MediaFacts {
  url: string;
  /** Hex or base64; null when Meta doesn't say. */
  sha256: string | null;
  byteSize: number | null;
}

export interface MediaSource {
  /**
   * @param metaPhoneNumberId the number whose file it is
   * @throws MetaError
   */
  find(metaId: string, metaPhoneNumberId: string, accessToken: string): Promise<MediaFacts>;
  /**
   * The bytes; an error of the stream is the network's.
   * @throws MetaError
   */
  open(url: string, accessToken: string, signal: AbortSignal): Promise<Readable>;
}

const facts = z.object({
  url: z.url(),
  sha256: z.string().nullish(),
  // Text in the documentation, a number in the specification.
  file_size: z.coerce.number().int().nonnegative().nullish(),
});
const refusal = z.object({ error: z.object({ code: z.number() }) });
/** Wrong id or no right to see it; media that expired. */
const NOT_FOUND_CODES = [100, 131052];
const TOKEN_CODES = [10, 190, 200];

/**
 * @param graphUrl base without version
 * @param version for example `v25.0`
 */
export function createMediaSource(graphUrl: string, version: string): MediaSource {
  const base = graphUrl.replace(/\/$/, '');
  const graphOrigin = new URL(base).origin;

  return {
    async find(metaId, metaPhoneNumberId, accessToken) {
      const path = `${encodeURIComponent(metaId)}?phone_number_id=${encodeURIComponent(metaPhoneNumberId)}`;
      const signal = AbortSignal.timeout(ASK_TIMEOUT_MS);
      const { statusCode, body } = await askMeta(`${base}/${version}/${path}`, accessToken, { signal });
      const answer: unknown = await body.json().catch(() => null);
      if (statusCode !== 200) throw refusalOf(statusCode, answer);
      const parsed = facts.safeParse(answer);
      if (!parsed.success)
        throw new MetaError('whatsapp_unavailable', 'Meta’s answer about a file could not be read.');
      const { url, sha256, file_size: byteSize } = parsed.data;
      return { url, sha256: sha256 ?? null, byteSize: byteSize ?? null };
    },
    async open(url, accessToken, signal) {
      const { origin, protocol, hostname } = new URL(url);
      if (origin !== graphOrigin && !(protocol === 'https:' && META_HOSTS.test(hostname)))
        throw new MetaError('foreign_address', 'A file’s address leads to a host that isn’t Meta’s.');
      const timeouts = { headersTimeout: ASK_TIMEOUT_MS, bodyTimeout: SILENCE_MS };
      const { statusCode, body } = await askMeta(url, accessToken, { ...timeouts, signal });
      if (statusCode === 200) return body;
      await body.dump();
      // 404 is an address that is too old as well: the next try asks for a new one.
      throw new MetaError('whatsapp_unavailable', `Meta answered ${statusCode} instead of a file.`);
    },
  };
}

function refusalOf(status: number, answer: unknown): MetaError {
  const parsed = refusal.safeParse(answer);
  const code = parsed.success ? parsed.data.error.code : null;
  if (status === 404 || (code !== null && NOT_FOUND_CODES.includes(code)))
    return new MetaError('media_not_found', 'WhatsApp has no such file.');
  if (status === 401 || (code !== null && TOKEN_CODES.includes(code)))
    return new MetaError('token_refused', 'Meta refused the token.');
  return new MetaError('whatsapp_unavailable', `Meta answered ${status} (${code ?? 'no code'}).`);
}
