import type { MediaKind } from '../graph/media-types.ts';

const PIXEL_PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

/** The smallest files that are recognised as what they are, for inbound media without bytes of their own. */
export const samples: Record<MediaKind, { mimeType: string; bytes: Buffer }> = {
  image: { mimeType: 'image/png', bytes: Buffer.from(PIXEL_PNG, 'base64') },
  sticker: {
    mimeType: 'image/webp',
    bytes: Buffer.from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'base64'),
  },
  audio: { mimeType: 'audio/ogg; codecs=opus', bytes: Buffer.from('OggS\x00\x02\x00\x00OpusHead', 'latin1') },
  video: {
    mimeType: 'video/mp4',
    bytes: Buffer.from('\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom', 'latin1'),
  },
  document: {
    mimeType: 'application/pdf',
    bytes: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
  },
};
