import { z } from 'zod';
import type { MediaKind } from '../../../messaging/content.ts';
import type { NodeManifest } from '../contract.ts';
import { fallbackTemplate, fileSource, label, liquidText } from '../shared/fields.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { sentPorts } from '../shared/steps.ts';
import { excerpt } from '../shared/summary.ts';
import { fileTexts, freeForm, templateTexts, text } from '../shared/uses.ts';

const schema = z.strictObject({
  label,
  kind: z.enum(['image', 'video', 'audio', 'document', 'sticker']),
  source: fileSource,
  /** Not for audio and stickers. */
  caption: liquidText.optional(),
  /** The name that people see; for documents. */
  filename: liquidText.optional(),
  fallback: fallbackTemplate,
});

export type SendMediaData = z.infer<typeof schema>;

const NAMES: Record<MediaKind, string> = {
  image: 'Picture',
  video: 'Video',
  audio: 'Audio',
  document: 'Document',
  sticker: 'Sticker',
};

/** Kinds that WhatsApp shows words under. */
export function takesCaption(kind: MediaKind): boolean {
  return kind === 'image' || kind === 'video' || kind === 'document';
}

export const manifest: NodeManifest<'send-media', SendMediaData> = {
  type: 'send-media',
  typeVersion: 1,
  family: 'message',
  title: 'Send media',
  docs: 'Sends a picture, video, audio, document or sticker: one that was uploaded here, from a public https address, or by WhatsApp’s id.',
  schema,
  defaults: () => ({ kind: 'image', source: { by: 'file', fileId: '' } }),
  ports: () => sentPorts(),
  summary: (data) => {
    const name = NAMES[data.kind];
    return takesCaption(data.kind) ? excerpt(data.caption ?? '', name) : name;
  },
  limits: {
    caption: WHATSAPP_LIMITS.caption,
    filename: WHATSAPP_LIMITS.filename,
    link: WHATSAPP_LIMITS.url,
  },
  clock: () => ({ kind: 'instant' }),
  texts: (data) => [
    ...fileTexts(data.source, 'source'),
    ...text('caption', data.caption),
    ...text('filename', data.filename),
    ...templateTexts(data.fallback, 'fallback.'),
  ],
  messages: (data) => freeForm('source', data.fallback),
};
