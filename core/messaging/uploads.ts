/**
 * Files that we send: what WhatsApp takes, by kind. https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media#supported-media-types
 */
import type { MediaKind } from './content.ts';

const MB = 1024 * 1024;

export const mediaKinds = ['image', 'video', 'audio', 'document', 'sticker'] as const satisfies MediaKind[];

/** The largest of each kind, in bytes. */
export const uploadLimits: Record<MediaKind, number> = {
  image: 5 * MB,
  video: 16 * MB,
  audio: 16 * MB,
  document: 100 * MB,
  // Of those that move; others may have 100 kB.
  sticker: 500 * 1024,
};

/** What `POST /media` takes of any kind. */
const MAX_UPLOAD_BYTES = 50 * MB;

/** By the endings of their names, and in words, for people who are about to choose a file. */
export const uploadTypes: Record<MediaKind, { endings: readonly string[]; words: string }> = {
  image: { endings: ['jpg', 'jpeg', 'png'], words: 'JPEG or PNG' },
  video: { endings: ['mp4', '3gp'], words: 'MP4 or 3GP (H.264, AAC)' },
  audio: { endings: ['aac', 'amr', 'mp3', 'm4a', 'ogg'], words: 'AAC, AMR, MP3, M4A or OGG' },
  document: {
    endings: ['pdf', 'docx', 'xlsx', 'pptx', 'doc', 'xls', 'ppt', 'txt', 'csv'],
    words: 'PDF, text or Office',
  },
  sticker: { endings: ['webp'], words: 'WebP of 512 × 512 pixels' },
};

/** Of a kind, in bytes. */
export function maxUploadBytes(kind: MediaKind): number {
  return Math.min(uploadLimits[kind], MAX_UPLOAD_BYTES);
}

/** 5 MB, 500 kB. */
export function limitText(bytes: number): string {
  return bytes >= MB ? `${bytes / MB} MB` : `${bytes / 1024} kB`;
}

/**
 * What can be said before a file is sent to the server, which looks at its bytes.
 * @param kinds that may be chosen here
 * @returns null when nothing speaks against it
 */
export function uploadProblem(
  file: { name: string; size: number },
  kinds: readonly MediaKind[],
): string | null {
  if (file.size === 0) return 'The file is empty.';
  const kind = kindOfName(file.name);
  if (kind !== undefined && !kinds.includes(kind)) {
    const wanted = kinds.map((one) => uploadTypes[one].words).join(', ');
    return `This is another kind of file: choose ${wanted}.`;
  }
  const max = Math.max(...(kind === undefined ? kinds : [kind]).map(maxUploadBytes));
  return file.size > max ? `The file is too large: ${limitText(max)} at most.` : null;
}

function kindOfName(name: string): MediaKind | undefined {
  const ending = endingOf(name);
  return mediaKinds.find((kind) => uploadTypes[kind].endings.includes(ending));
}

function endingOf(name: string): string {
  return /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
}

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
  const ending = endingOf(fileName);
  const known = found === undefined ? undefined : kinds[found];
  if (known) return { kind: known.kind, contentType: known.as ?? found! };
  const office = found === 'application/x-cfb' ? oldOffice[ending] : undefined;
  if (office) return { kind: 'document', contentType: office };
  return found === undefined && isText ? { kind: 'document', contentType: 'text/plain' } : null;
}
