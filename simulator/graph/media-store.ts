import { createHash, createHmac, randomInt, timingSafeEqual } from 'node:crypto';

import type { MediaFile, PhoneNumber } from '../model.ts';
import type { State } from '../state.ts';
import { nowMs } from '../state.ts';

const DAY_MS = 24 * 3_600_000;
/** Uploaded ids live 30 days, those in webhooks 7 (reference section 4). */
const UPLOADED_FOR_MS = 30 * DAY_MS;
const RECEIVED_FOR_MS = 7 * DAY_MS;
export const MEDIA_URL_FOR_MS = 5 * 60_000;
const MAX_STORED_BYTES = 512 * 1024 * 1024;

/** Keeps a file. When the store is full the oldest files leave, as expired ones would. */
export function storeMedia(
  state: State,
  input: { number: PhoneNumber; bytes: Buffer; mimeType: string; filename?: string; received?: boolean },
): MediaFile {
  const file: MediaFile = {
    id: newMediaId(),
    number: input.number,
    bytes: input.bytes,
    mimeType: input.mimeType,
    sha256: createHash('sha256').update(input.bytes).digest('base64'),
    expiresAt: nowMs(state) + (input.received === true ? RECEIVED_FOR_MS : UPLOADED_FOR_MS),
    filename: input.filename ?? null,
  };
  let total = file.bytes.length;
  for (const other of state.media.values()) total += other.bytes.length;
  for (const [id, other] of state.media) {
    if (total <= MAX_STORED_BYTES) break;
    state.media.delete(id);
    total -= other.bytes.length;
  }
  state.media.set(file.id, file);
  return file;
}

/** A file that is there and has not expired; with `number`, only if it belongs to that number. */
export function findMedia(state: State, id: unknown, number?: PhoneNumber): MediaFile | undefined {
  const file = state.media.get(String(id));
  if (!file || file.expiresAt <= nowMs(state)) return undefined;
  return number === undefined || file.number === number ? file : undefined;
}

/** The address of a file's bytes. It works for five minutes and only with a token. */
export function mediaUrl(state: State, file: MediaFile): string {
  const expiresAtSeconds = Math.floor((nowMs(state) + MEDIA_URL_FOR_MS) / 1000);
  const hash = urlHash(state, file.id, expiresAtSeconds);
  return `${state.baseUrl}/whatsapp_business/attachments/?mid=${file.id}&ext=${expiresAtSeconds}&hash=${hash}`;
}

/** The file behind a media address, undefined when the address is wrong or too old. */
export function fileBehindUrl(state: State, query: URLSearchParams): MediaFile | undefined {
  const id = query.get('mid') ?? '';
  const expiresAtSeconds = Number(query.get('ext'));
  const expected = Buffer.from(urlHash(state, id, expiresAtSeconds));
  const given = Buffer.from(query.get('hash') ?? '');
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined;
  return expiresAtSeconds * 1000 < nowMs(state) ? undefined : findMedia(state, id);
}

function urlHash(state: State, id: string, expiresAtSeconds: number): string {
  return createHmac('sha256', state.mediaKey).update(`${id}:${expiresAtSeconds}`).digest('base64url');
}

/** Sixteen digits, as Meta's media ids look. */
function newMediaId(): string {
  return `${randomInt(1, 10)}${String(randomInt(1e14)).padStart(15, '0')}`;
}
