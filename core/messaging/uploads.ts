/**
 * Files that we send: what WhatsApp takes, by kind. https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media#supported-media-types
 */
import type { MediaKind } from './content.ts';

const MB = 1024 * 1024;

/** The largest of each kind, in bytes. */
export const uploadLimits: Record<MediaKind, number> = {
  image: 5 * MB,
  video: 16 * MB,
  audio: 16 * MB,
  document: 100 * MB,
  // Of those that move; others may have 100 kB.
  sticker: 500 * 1024,
};

/** Content type, as its bytes say, to what WhatsApp makes of it. */
const kinds: Readonly<Record<string, { kind: MediaKind; as?: string }>> = {
  'image/jpeg': { kind: 'image' },
  'image/png': { kind: 'image' },
  'image/webp': { kind: 'sticker' },
  'video/mp4': { kind: 'video' },
  'video/3gpp': { kind: 'video' },
  'audio/aac': { kind: 'audio' },
  'audio/amr': { kind: 'audio' },
  'audio/mpeg': { kind: 'audio' },
  'audio/x-m4a': { kind: 'audio', as: 'audio/mp4' },
  'audio/mp4': { kind: 'audio' },
  'audio/ogg': { kind: 'audio' },
  'audio/ogg; codecs=opus': { kind: 'audio', as: 'audio/ogg' },
  'application/pdf': { kind: 'document' },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': { kind: 'document' },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { kind: 'document' },
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': { kind: 'document' },
};

/** The older formats of Office look alike from within: the name says which. */
const oldOffice: Readonly<Record<string, string>> = {
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
};

/**
 * @param found type that the bytes say; undefined when they say nothing
 * @param isText whether all of it is UTF-8
 * @returns null when WhatsApp takes no such file
 */
export function uploadKind(
  found: string | undefined,
  fileName: string,
  isText: boolean,
): { kind: MediaKind; contentType: string } | null {
  const ending = /\.([a-z0-9]{1,8})$/i.exec(fileName)?.[1]?.toLowerCase() ?? '';
  const known = found === undefined ? undefined : kinds[found];
  if (known) return { kind: known.kind, contentType: known.as ?? found! };
  const office = found === 'application/x-cfb' ? oldOffice[ending] : undefined;
  if (office) return { kind: 'document', contentType: office };
  return found === undefined && isText ? { kind: 'document', contentType: 'text/plain' } : null;
}
