/** Brings a file to Meta, which gives it an id that is good for 30 days. https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media */
import { openAsBlob } from 'node:fs';
import { fetch, FormData, type Response } from 'undici';
import { z } from 'zod';
import { MetaError } from './ask-meta.ts';
import { refusalOf } from './refusals.ts';

/** The largest files are 100 MB. */
const TIMEOUT_MS = 5 * 60_000;

export interface UploadedFile {
  path: string;
  contentType: string;
  name: string;
}

/** @throws MetaError token_refused, refused, throttled, whatsapp_unavailable */
export type MediaUpload = (
  metaPhoneNumberId: string,
  accessToken: string,
  file: UploadedFile,
) => Promise<string>;

const answer = z.object({ id: z.string().regex(/^\d{1,64}$/) });

/**
 * @param graphUrl base without version
 * @param version for example `v25.0`
 */
export function createMediaUpload(graphUrl: string, version: string): MediaUpload {
  const base = `${graphUrl.replace(/\/$/, '')}/${version}`;
  return async (metaPhoneNumberId, accessToken, { path, contentType, name }) => {
    const form = new FormData();
    form.set('messaging_product', 'whatsapp');
    form.set('type', contentType);
    form.set('file', await openAsBlob(path, { type: contentType }), name);
    const response = await post(`${base}/${encodeURIComponent(metaPhoneNumberId)}/media`, accessToken, form);
    const said: unknown = await response.json().catch(() => null);
    if (!response.ok) throw refusalOf(response.status, said);
    const parsed = answer.safeParse(said);
    if (!parsed.success)
      throw new MetaError('whatsapp_unavailable', 'Meta’s answer about a file could not be read.');
    return parsed.data.id;
  };
}

/** NOTE: `fetch`, because undici's `request` never ends a form; redirects aren't followed: they would take the token along. */
async function post(url: string, accessToken: string, body: FormData): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'user-agent': 'Parley' },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (cause) {
    throw new MetaError('whatsapp_unavailable', 'Meta gave no answer.', { cause });
  }
}
