/**
 * Files of our own, brought to Meta before the message that shows them: once a number, until Meta forgets them. Large ones take longer
 * than a turn may: the upload goes on in this process, and the message's next attempt finds it done or still on its way.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { FileSource, OutboundContent } from '../../core/messaging/content.ts';
import { retryDelayMs } from '../../core/messaging/errors/retry.ts';
import type { Sql } from '../../platform/db/pool.ts';
import { spool } from '../../platform/files/spool.ts';
import { mediaPath } from '../../platform/storage/paths.ts';
import { StorageError, type FileStorage } from '../../platform/storage/storage.ts';
import { MetaError } from '../../platform/whatsapp/ask-meta.ts';
import type { MediaUpload } from '../../platform/whatsapp/media-upload.ts';
import type { GateMessage } from './load.ts';
import type { Refusal } from './refuse.ts';
import { shareUnderway } from './share.ts';

export type Prepared =
  | { kind: 'ready'; content: OutboundContent }
  | { kind: 'later'; retryInMs: number }
  | { kind: 'refused'; refusal: Refusal };

/** @returns the content with Meta's ids in place of ours */
export type PrepareFiles = (
  message: GateMessage,
  content: OutboundContent,
  token: string,
) => Promise<Prepared>;

/** Where there is no Storage nothing can be brought. */
export const withoutFiles: PrepareFiles = (_, content) =>
  Promise.resolve(fileOf(content) === null ? { kind: 'ready', content } : { kind: 'refused', refusal: gone });

const WAIT_MS = 8_000;
/** While the upload is on its way. */
const UNDERWAY_RETRY_MS = 2_000;
/** For a new token, and for Meta when it has had too many requests. */
const HOLD_MS = 60_000;
/** In a process: each takes disk and a connection for minutes. */
const UPLOADS_AT_ONCE = 4;
/** More files than this in trouble at once are all in the same: the oldest may be tried sooner. */
const MOST_REMEMBERED = 1_000;
/** Meta keeps a file for 30 days; one that is about to go could be gone when the message is delivered. */
const GOOD_FOR_DAYS = 29;
const MAX_BYTES = 100 * 1024 * 1024;

export function createPrepareFiles({
  sql,
  storage,
  upload,
}: {
  sql: Sql;
  storage: FileStorage;
  upload: MediaUpload;
}): PrepareFiles {
  const underway = new Map<string, Promise<string>>();
  const inTurn = pLimit(UPLOADS_AT_ONCE);
  /** By file and number: a thousand messages may show the same file. */
  const troubles = new Map<string, Trouble>();
  const knownIds = shareUnderway(keyOf, async ({ phoneNumberId, orgId }: GateMessage, fileId: string) => {
    const [known] = await sql<{ metaId: string }[]>`
      select meta_media_id as "metaId" from private.media_uploads
      where file_id = ${fileId} and phone_number_id = ${phoneNumberId} and org_id = ${orgId} and expires_at > now()`;
    return known?.metaId ?? null;
  });

  return async (message, content, token) => {
    const source = fileOf(content);
    if (source === null) return { kind: 'ready', content };
    const { fileId } = source;
    const known = await knownIds(message, fileId);
    if (known !== null) return { kind: 'ready', content: withMetaId(content, known) };
    const key = keyOf(message, fileId);
    const waitMs = (troubles.get(key)?.untilMs ?? 0) - Date.now();
    if (waitMs > 0) return { kind: 'later', retryInMs: waitMs };
    const bringing = underway.get(key) ?? begin(key, () => bring(message, fileId, token));
    try {
      const metaId = await Promise.race([bringing, sleep(WAIT_MS, null, { ref: false })]);
      if (metaId === null) return { kind: 'later', retryInMs: UNDERWAY_RETRY_MS };
      return { kind: 'ready', content: withMetaId(content, metaId) };
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal !== null) return { kind: 'refused', refusal };
      return { kind: 'later', retryInMs: Math.max((troubles.get(key)?.untilMs ?? 0) - Date.now(), 1) };
    }
  };

  function begin(key: string, work: () => Promise<string>): Promise<string> {
    const bringing = inTurn(work)
      .then(
        (metaId) => {
          troubles.delete(key);
          return metaId;
        },
        (error: unknown) => {
          remember(key, error);
          throw error;
        },
      )
      .finally(() => underway.delete(key));
    // Whoever waited may have gone by then.
    bringing.catch(() => {});
    underway.set(key, bringing);
    return bringing;
  }

  function remember(key: string, error: unknown): void {
    const tries = (troubles.get(key)?.tries ?? 0) + 1;
    troubles.delete(key);
    if (refusalOf(error) !== null) return;
    const [oldest] = troubles.keys();
    if (oldest !== undefined && troubles.size >= MOST_REMEMBERED) troubles.delete(oldest);
    troubles.set(key, { tries, untilMs: Date.now() + delayMs(error, tries) });
  }

  async function bring(message: GateMessage, fileId: string, token: string): Promise<string> {
    const { orgId, phoneNumberId, metaPhoneNumberId } = message;
    const [file] = await sql<{ contentType: string; name: string }[]>`
      select content_type as "contentType", file_name as name from media_files where org_id = ${orgId} and id = ${fileId}
      union all
      select media ->> 'contentType', coalesce(media ->> 'fileName', 'file') from messages
      where org_id = ${orgId} and id = ${fileId} and media ->> 'status' = 'stored'`;
    if (!file) throw new StorageError('not_found', 'The file was deleted.');
    const spooled = await spool(await storage.download('media', mediaPath(orgId, fileId)), MAX_BYTES);
    try {
      const metaId = await upload(metaPhoneNumberId, token, { path: spooled.path, ...file });
      await sql`
        insert into private.media_uploads (file_id, phone_number_id, org_id, meta_media_id, expires_at)
        values (${fileId}, ${phoneNumberId}, ${orgId}, ${metaId}, now() + make_interval(days => ${GOOD_FOR_DAYS}))
        on conflict (file_id, phone_number_id) do update set meta_media_id = excluded.meta_media_id, expires_at = excluded.expires_at`;
      return metaId;
    } finally {
      await spooled.remove();
    }
  }
}

const gone: Refusal = { code: 'file_gone', title: 'The file was deleted', class: 'permanent' };
const notTaken: Refusal = { code: 'file_refused', title: 'Meta did not take the file', class: 'permanent' };

const keyOf = ({ phoneNumberId }: GateMessage, fileId: string) => `${fileId} ${phoneNumberId}`;

interface Trouble {
  tries: number;
  untilMs: number;
}

/** NOTE: nothing was sent yet, so whatever may pass is tried again; a token may be replaced. */
function refusalOf(error: unknown): Refusal | null {
  if (error instanceof StorageError && error.code !== 'unavailable') return gone;
  return error instanceof MetaError && error.code === 'refused' ? notTaken : null;
}

function delayMs(error: unknown, tries: number): number {
  const isHeld = error instanceof MetaError && (error.code === 'token_refused' || error.code === 'throttled');
  return isHeld ? HOLD_MS : retryDelayMs('backoff', tries, Math.random())!;
}

type OwnFile = Extract<FileSource, { fileId: string }>;

function fileOf(content: OutboundContent): OwnFile | null {
  const source =
    content.type === 'media' ? content : content.type === 'template' ? content.headerMedia : undefined;
  return source?.fileId === undefined ? null : { fileId: source.fileId };
}

function withMetaId(content: OutboundContent, mediaId: string): OutboundContent {
  if (content.type === 'media') {
    const { fileId: _, link: __, ...rest } = content;
    return { ...rest, mediaId };
  }
  if (content.type !== 'template' || content.headerMedia === undefined) return content;
  const { fileId: _, link: __, ...rest } = content.headerMedia;
  return { ...content, headerMedia: { ...rest, mediaId } };
}
