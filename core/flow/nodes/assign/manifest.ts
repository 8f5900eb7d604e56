import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label, liquidText } from '../shared/fields.ts';
import { text } from '../shared/uses.ts';

const schema = z.strictObject({
  label,
  note: liquidText.optional(),
  assigneeId: z.uuid().optional(),
  teamId: z.uuid().optional(),
});

export type AssignData = z.infer<typeof schema>;

export const manifest: NodeManifest<'assign', AssignData> = {
  type: 'assign',
  typeVersion: 1,
  family: 'people',
  title: 'Hand over',
  docs: 'Hands the conversation to people: it shows in the inbox with your note, and the flow stops answering.',
  schema,
  defaults: () => ({}),
  ports: () => [{ id: 'next', label: 'Then', optional: true }],
  summary: (data) => {
    if (data.assigneeId !== undefined) return 'Hands over to a chosen person';
    return data.teamId === undefined ? 'Hands over to the inbox' : 'Hands over to a team';
  },
  limits: {},
  clock: () => ({ kind: 'instant' }),
  texts: (data) => text('note', data.note),
};
