export type MediaKind = 'image' | 'audio' | 'video' | 'document' | 'sticker';

const MB = 1024 * 1024;

/** MIME types and sizes per kind (reference section 4). A webp file counts as an animated sticker here: 500 kB. */
export const mediaKinds: Record<
  MediaKind,
  { mimeTypes: readonly string[]; maxBytes: number; badLinks: RegExp }
> = {
  image: {
    mimeTypes: ['image/jpeg', 'image/png'],
    maxBytes: 5 * MB,
    badLinks: /\.(avif|gif|bmp|svg|tiff?|heic|webp)$/i,
  },
  audio: {
    mimeTypes: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'],
    maxBytes: 16 * MB,
    badLinks: /\.(wav|flac|wma|aiff?)$/i,
  },
  video: {
    mimeTypes: ['video/mp4', 'video/3gpp'],
    maxBytes: 16 * MB,
    badLinks: /\.(webm|avi|mov|mkv|wmv)$/i,
  },
  document: {
    mimeTypes: [
      'text/plain',
      'application/pdf',
      'application/msword',
      'application/vnd.ms-excel',
      'application/vnd.ms-powerpoint',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    ],
    maxBytes: 100 * MB,
    badLinks: /\.(exe|bat|dll)$/i,
  },
  sticker: { mimeTypes: ['image/webp'], maxBytes: 500 * 1024, badLinks: /\.(png|jpe?g|gif|avif|svg)$/i },
};

export const allMimeTypes = Object.values(mediaKinds).flatMap((kind) => kind.mimeTypes);

/** `audio/ogg; codecs=opus` -> `audio/ogg`. */
export function bareMimeType(mimeType: string): string {
  return (mimeType.split(';')[0] ?? '').trim().toLowerCase();
}

/** The kind that a MIME type belongs to. */
export function kindOfMimeType(mimeType: string): MediaKind | undefined {
  const bare = bareMimeType(mimeType);
  return (Object.keys(mediaKinds) as MediaKind[]).find((kind) => mediaKinds[kind].mimeTypes.includes(bare));
}

const SIGNATURES: readonly { mimeType: string; offset: number; bytes: string }[] = [
  { mimeType: 'image/jpeg', offset: 0, bytes: '\xff\xd8\xff' },
  { mimeType: 'image/png', offset: 0, bytes: '\x89PNG' },
  { mimeType: 'image/webp', offset: 8, bytes: 'WEBP' },
  { mimeType: 'image/gif', offset: 0, bytes: 'GIF8' },
  { mimeType: 'application/pdf', offset: 0, bytes: '%PDF' },
  { mimeType: 'audio/ogg', offset: 0, bytes: 'OggS' },
  { mimeType: 'video/mp4', offset: 4, bytes: 'ftyp' },
];

/** What the first bytes say, undefined when they say nothing we know. */
export function sniffMimeType(bytes: Buffer): string | undefined {
  return SIGNATURES.find(
    ({ offset, bytes: mark }) => bytes.toString('latin1', offset, offset + mark.length) === mark,
  )?.mimeType;
}

/**
 * Whether the content can't be what it was declared as: Meta takes such an upload and fails the send later (131053).
 * mp4 and 3gpp share a signature, for sound and for pictures.
 */
export function contentContradicts(declared: string, bytes: Buffer): boolean {
  const found = sniffMimeType(bytes);
  const bare = bareMimeType(declared);
  if (found === undefined || found === bare) return false;
  return found !== 'video/mp4' || !['audio/mp4', 'video/3gpp', 'audio/aac'].includes(bare);
}
