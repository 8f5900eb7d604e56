/** Names for the files that people sent: a sender's own are words of a stranger, and a photo has none. */
import mime from 'mime-types';
import type { StoredMedia } from '../core/messaging/media.ts';

/** For an archive: nothing of it is the sender's choice. */
export function archiveName(messageId: string, { contentType }: StoredMedia): string {
  return `${messageId}.${mime.extension(contentType) || 'bin'}`;
}

/** For somebody who saves it. */
export function downloadName(messageId: string, media: StoredMedia): string {
  return media.fileName ?? archiveName(messageId, media);
}
