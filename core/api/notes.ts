/** Notes that colleagues write beside the messages of a conversation. */
import { z } from 'zod';
import { MAX_MENTIONS, MAX_NOTE_LENGTH } from './note-limits.ts';
import { id, time } from './schemas.ts';

export const note = z.object({
  id,
  conversationId: id,
  text: z.string(),
  mentions: z.array(id).describe('Members whom the text names, as `@name`'),
  author: z.object({
    kind: z.enum(['user', 'apiKey', 'flow']),
    id: id.describe('Of a flow: the run that handed over'),
    name: z.string().nullable().describe('Null: they are no longer here'),
  }),
  createdAt: time,
  editedAt: time.nullable(),
});

const text = z.string().trim().min(1).max(MAX_NOTE_LENGTH);
const mentions = z
  .array(id)
  .max(MAX_MENTIONS)
  .describe('Ids of members (`userId`) whom the text names; anybody else is refused');

export const noteBody = z.strictObject({ text, mentions: mentions.optional() });
export const noteChange = z.strictObject({ text, mentions }).partial();

export type Note = z.infer<typeof note>;
