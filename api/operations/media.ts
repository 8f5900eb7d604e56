/** Files that we send: looked at, kept in Storage, and noted. */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isUtf8 } from 'node:buffer';
import { fileTypeFromFile } from 'file-type';
import { v7 as uuidv7 } from 'uuid';
import type { MediaFile } from '../../core/api/media.ts';
import type { MediaKind } from '../../core/messaging/content.ts';
import { cleanFileName } from '../../core/messaging/media.ts';
import { limitText, uploadKind, uploadLimits } from '../../core/messaging/uploads.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { mediaPath } from '../../platform/storage/paths.ts';
import { decodeCursor, timeCursor, toPage } from '../cursor.ts';
import { campaignsThatName, flowsThatName, quoted, takeNamedThings } from '../named-things.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { toTime } from '../rows/time.ts';
import { wellFormedText } from '../text.ts';

interface Stored {
  id: string;
  kind: MediaKind;
  contentType: string;
  byteSize: number;
  sha256: string;
}

/** Of larger ones without a known type nobody reads all bytes. */
const MAX_TEXT_BYTES = 5 * 1024 * 1024;

export const uploadMedia = operation('uploadMedia', {
  async receive({ path, byteSize, sha256 }, { params: { org }, query: { name }, storage }) {
    if (byteSize === 0) throw new ApiError('unusable_file', { detail: 'The file is empty.' });
    const found = await fileTypeFromFile(path);
    const isText = found === undefined && byteSize <= MAX_TEXT_BYTES && isPlainText(await readFile(path));
    const known = uploadKind(found?.mime, name, isText);
    if (known === null)
      throw new ApiError('unusable_file', {
        detail:
          'WhatsApp takes JPEG, PNG, WebP, MP4, 3GP, AAC, AMR, MP3, M4A, OGG, PDF, Office documents and plain text.',
      });
    const max = uploadLimits[known.kind];
    if (byteSize > max)
      throw new ApiError('unusable_file', {
        detail: `WhatsApp takes ${limitText(max)} of this kind (${known.kind}) at most.`,
      });
    const id = uuidv7();
    const stored = mediaPath(org, id);
    await storage.upload('media', stored, createReadStream(path), known.contentType);
    const value: Stored = { id, ...known, byteSize, sha256 };
    return { value, discard: () => storage.remove('media', [stored]) };
  },
  async handle({ tx, params: { org }, query: { name, keep }, received }) {
    const { id, kind, contentType, byteSize, sha256 } = received as Stored;
    const [row] = await tx<MediaRow[]>`
      select ${columns(tx)} from private.create_media_file(${org}, ${id}, ${kind}, ${contentType}, ${byteSize}, ${sha256},
        ${cleanFileName(wellFormedText(name)) ?? 'file'}, ${keep}) f`;
    return toMediaFile(row!);
  },
});

export const listMedia = operation('listMedia', {
  async handle({ tx, params: { org }, query: { cursor, limit } }) {
    const after = decodeCursor(timeCursor, cursor);
    const rows = await tx<MediaRow[]>`
      select ${columns(tx)} from public.media_files f where f.org_id = ${org} and f.is_kept
        ${after ? tx`and (f.created_at, f.id) < (${after[0]}::text::timestamptz, ${after[1]}::uuid)` : tx``}
      order by f.created_at desc, f.id desc limit ${limit + 1}`;
    return toPage(rows, limit, toMediaFile, (row) => [row.created_key, row.id]);
  },
});

export const downloadMedia = operation('downloadMedia', {
  async handle({ tx, params: { org, media } }) {
    const [file] = await tx<{ id: string; orgId: string; name: string; contentType: string }[]>`
      select id, org_id as "orgId", file_name as name, content_type as "contentType" from public.media_files
      where org_id = ${org} and id = ${media} and is_kept`;
    if (!file) throw new ApiError('not_found');
    const { id, orgId, name, contentType } = file;
    return { bucket: 'media', path: mediaPath(orgId, id), name, contentType };
  },
});

/** A flow or campaign whose file is gone would fail there, so those come first. */
export const deleteMedia = operation('deleteMedia', {
  async handle({ tx, params: { org, media } }) {
    await takeNamedThings(tx, org);
    const flows = await flowsThatName(tx, org, media);
    if (flows.length > 0)
      throw new ApiError('file_in_use', {
        detail: `It is sent by ${quoted(flows)}: take it out there and publish, then delete it.`,
      });
    const campaigns = await campaignsThatName(tx, org, media);
    if (campaigns.length > 0)
      throw new ApiError('file_in_use', { detail: `It is sent by the campaign ${quoted(campaigns)}.` });
    const [row] = await tx<{ id: string | null }[]>`select private.delete_media_file(${org}, ${media}) as id`;
    if (!row?.id) throw new ApiError('not_found');
    return { id: row.id };
  },
});

interface MediaRow {
  id: string;
  kind: MediaFile['kind'];
  content_type: string;
  byte_size: number;
  file_name: string;
  is_kept: boolean;
  created_at: Date;
  created_key: string;
}

function columns(tx: Tx) {
  return tx`f.id, f.kind, f.content_type, f.byte_size, f.file_name, f.is_kept, f.created_at, f.created_at::text as created_key`;
}

function toMediaFile(row: MediaRow): MediaFile {
  return {
    id: row.id,
    kind: row.kind,
    contentType: row.content_type,
    byteSize: row.byte_size,
    name: row.file_name,
    isKept: row.is_kept,
    createdAt: toTime(row.created_at),
  };
}

/** Without what no text has: a file of bytes may be UTF-8 by chance. */
function isPlainText(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.includes(0);
}
