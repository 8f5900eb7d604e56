/** Shapes of the API around files that we send. */
import { z } from 'zod';
import { id } from './schemas.ts';

export const mediaFile = z.object({
  id: id.describe('For `fileId` of a message'),
  kind: z.enum(['image', 'video', 'audio', 'document', 'sticker']).describe('As WhatsApp shows it'),
  contentType: z.string(),
  byteSize: z.int(),
  name: z.string(),
  isKept: z
    .boolean()
    .describe('Kept to be sent many times; else it goes with its message, or after a day without one'),
  createdAt: z.iso.datetime(),
});

export type MediaFile = z.infer<typeof mediaFile>;
