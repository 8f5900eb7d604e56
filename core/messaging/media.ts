/**
 * The file of a message, as `messages.media` keeps it: people's files are fetched from WhatsApp, where they are kept for some days only.
 * Whatever came with a file (type, name, size) is its sender's word; what is said of a stored file was found in its bytes.
 */
import { z } from 'zod';

/** Why a file couldn't be fetched, for good. */
export const mediaFailures = {
  expired: 'WhatsApp no longer has it.',
  tooLarge: 'It is larger than WhatsApp allows.',
  damaged: 'It arrived damaged every time.',
} as const;
export type MediaFailure = keyof typeof mediaFailures;

const fileName = z.string().nullable();

export const messageMedia = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('pending'),
    /** WhatsApp's id of the file. */
    metaId: z.string(),
    /** When we heard of it. */
    since: z.iso.datetime(),
    mimeType: z.string().nullable(),
    fileName,
  }),
  z.object({
    status: z.literal('stored'),
    contentType: z.string(),
    byteSize: z.int(),
    /** Hex. */
    sha256: z.string(),
    fileName,
  }),
  z.object({
    status: z.literal('failed'),
    error: z.enum(Object.keys(mediaFailures) as MediaFailure[]),
    fileName,
  }),
]);

export type MessageMedia = z.infer<typeof messageMedia>;
export type PendingMedia = Extract<MessageMedia, { status: 'pending' }>;
export type StoredMedia = Extract<MessageMedia, { status: 'stored' }>;

/** Longer than phones make them, short enough for a header. */
const MAX_FILE_NAME = 200;

/** A sender's name for a file, without what no name needs: control characters, and those that turn the way of writing around. */
export function cleanFileName(name: string | null): string | null {
  const clean = name?.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').trim() ?? '';
  if (clean === '') return null;
  const characters = Array.from(clean);
  if (characters.length <= MAX_FILE_NAME) return clean;
  // What stands behind the last dot says what it is.
  const end = /\.[^.]{1,10}$/.exec(clean)?.[0] ?? '';
  return `${characters.slice(0, MAX_FILE_NAME - Array.from(end).length).join('')}${end}`;
}

/** Types of text, which have no marks to be known by: a sender's word is enough, because none of them does anything when it is opened. */
const plainTypes = new Set(['text/plain', 'text/csv', 'text/vcard', 'text/calendar', 'application/json']);

/**
 * The type under which a file is kept and handed out.
 * @param found what its bytes say; undefined when nothing was recognised
 * @param declared what its sender said
 */
export function contentTypeOf(found: string | undefined, declared: string | null): string {
  if (found !== undefined) return found;
  const type = declared?.split(';')[0]!.trim().toLowerCase() ?? '';
  return plainTypes.has(type) ? `${type}; charset=utf-8` : 'application/octet-stream';
}
