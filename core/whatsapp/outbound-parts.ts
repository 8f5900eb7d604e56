/** Pieces that messages and template headers have in common, in Meta's words. */
import type { FileSource, Place } from '../messaging/content.ts';

/** A file by its id at Meta or by its address, never by both. */
export function toFile({ mediaId, link }: FileSource, words: { caption?: string; filename?: string } = {}) {
  return { ...(mediaId === undefined ? { link } : { id: mediaId }), ...words };
}

export function toPlace({ latitude, longitude, name, address }: Place) {
  return { latitude, longitude, ...(name && { name }), ...(address && { address }) };
}
