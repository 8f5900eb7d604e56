/**
 * Brings the file of a message from WhatsApp into Storage. It may be called again at any time: the message's row says whether there is
 * something to do, and a row that is gone leaves no file, whoever died in between.
 */
import { createReadStream } from 'node:fs';
import { fileTypeFromFile } from 'file-type';
import {
  contentTypeOf,
  messageMedia,
  type MediaFailure,
  type MessageMedia,
  type PendingMedia,
  type StoredMedia,
} from '../../core/messaging/media.ts';
import { json, type Sql } from '../../platform/db/pool.ts';
import { FileTooLargeError, spool, type SpooledFile } from '../../platform/files/spool.ts';
import { mediaPath } from '../../platform/storage/paths.ts';
import { StorageError, type FileStorage } from '../../platform/storage/storage.ts';
import { MetaError } from '../../platform/whatsapp/ask-meta.ts';
import type { MediaFacts, MediaSource } from '../../platform/whatsapp/media.ts';
import type { MediaInput, MediaReport } from '../../workflows/contract.ts';
import { ofLivingOrganization } from '../living-organization.ts';

/** What WhatsApp itself lets people send. */
const MAX_BYTES = 100 * 1024 * 1024;
const HOUR_MS = 3_600_000;
/** Files of the history are kept longest at WhatsApp, for 14 days. */
const GIVE_UP_MS = 14 * 24 * HOUR_MS;
/** Meta says the same of a file that it doesn't know yet, or that the token may not see until somebody mends that. */
const NOT_FOUND_FOR_MS = 24 * HOUR_MS;
const DAMAGED_FOR_MS = HOUR_MS;
/** Then an attempt ends by itself, also where nobody can tell it to: files of erased messages are removed once more after that. */
const ATTEMPT_MS = 10 * 60_000;

export interface MediaContext {
  sql: Sql;
  storage: FileStorage;
  source: MediaSource;
  accessToken(orgId: string, wabaAccountId: string): Promise<string | null>;
}

export interface MediaAttempt {
  now: Date;
  signal: AbortSignal;
}

interface Waiting {
  media: unknown;
  metaPhoneNumberId: string;
  wabaAccountId: string;
}

/** @throws MetaError, StorageError or a network's error while it is worth another try */
export async function fetchMedia(
  { sql, storage, source, accessToken }: MediaContext,
  { orgId, messageId }: MediaInput,
  { now, signal: cancelled }: MediaAttempt,
): Promise<MediaReport> {
  const signal = AbortSignal.any([cancelled, AbortSignal.timeout(ATTEMPT_MS)]);
  const path = mediaPath(orgId, messageId);
  const [found] = await sql<Waiting[]>`
    select m.media, n.meta_phone_number_id as "metaPhoneNumberId", n.waba_account_id as "wabaAccountId"
    from messages m join phone_numbers n on n.id = m.phone_number_id
    where m.org_id = ${orgId} and m.id = ${messageId} and m.media is not null and ${ofLivingOrganization(sql, orgId)}`;
  if (!found) return leaveNothing();
  const media = messageMedia.parse(found.media);
  if (media.status !== 'pending') return { status: media.status };
  const ageMs = now.getTime() - Date.parse(media.since);
  if (ageMs > GIVE_UP_MS) return fail('expired');

  try {
    if (!storage.isConfigured) throw new StorageError('not_configured', 'There is nowhere to keep files.');
    const token = await accessToken(orgId, found.wabaAccountId);
    if (token === null) throw new MetaError('token_refused', 'The WhatsApp account has no token.');
    const facts = await source.find(media.metaId, found.metaPhoneNumberId, token);
    if (facts.byteSize !== null && facts.byteSize > MAX_BYTES) return await fail('tooLarge');
    const file = await spool(await source.open(facts.url, token, signal), MAX_BYTES);
    try {
      if (!isWhole(file, facts)) {
        if (ageMs > DAMAGED_FOR_MS) return await fail('damaged');
        throw new MetaError('whatsapp_unavailable', 'The file isn’t the one that Meta announced.');
      }
      return await store(file, media);
    } finally {
      await file.remove();
    }
  } catch (error) {
    if (error instanceof FileTooLargeError) return fail('tooLarge');
    if (error instanceof MetaError && error.code === 'media_not_found' && ageMs > NOT_FOUND_FOR_MS)
      return fail('expired');
    throw error;
  }

  async function store(file: SpooledFile, { mimeType, fileName }: PendingMedia): Promise<MediaReport> {
    const type = await fileTypeFromFile(file.path);
    const stored: StoredMedia = {
      status: 'stored',
      contentType: contentTypeOf(type?.mime, mimeType),
      byteSize: file.byteSize,
      sha256: file.sha256,
      fileName,
    };
    await storage.upload('media', path, createReadStream(file.path, { signal }), stored.contentType);
    return settle(stored);
  }

  function fail(error: MediaFailure): Promise<MediaReport> {
    return settle({ status: 'failed', error, fileName: media.fileName });
  }

  async function settle(state: Exclude<MessageMedia, PendingMedia>): Promise<MediaReport> {
    const { count } = await sql`
      update messages set media = ${json(sql, state)} where id = ${messageId} and media ->> 'status' = 'pending'`;
    if (count > 0) return { status: state.status };
    // Another attempt, thought to be dead, may have been quicker: then this file is that one's, too.
    const [row] = await sql<{ isStored: boolean }[]>`
      select media ->> 'status' = 'stored' as "isStored" from messages where id = ${messageId}`;
    return row?.isStored ? { status: 'stored' } : leaveNothing();
  }

  /** The message was erased, or a retention rule came first. */
  async function leaveNothing(): Promise<MediaReport> {
    if (storage.isConfigured) await storage.remove('media', [path]);
    return { status: 'gone' };
  }
}

/** Meta gives the hash of what it serves, in hex here and in base64 elsewhere. */
function isWhole({ byteSize, sha256 }: SpooledFile, facts: MediaFacts): boolean {
  if (facts.byteSize !== null && facts.byteSize !== byteSize) return false;
  if (facts.sha256 === null) return true;
  return (
    facts.sha256.toLowerCase() === sha256 || facts.sha256 === Buffer.from(sha256, 'hex').toString('base64')
  );
}
