import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { durationInWords } from '../shared/duration.ts';
import { label, liquidText, timeoutMs } from '../shared/fields.ts';
import { MAX_DURATION_MS } from '../shared/limits.ts';
import { text } from '../shared/uses.ts';

const schema = z.strictObject({
  label,
  note: liquidText.optional(),
  assigneeId: z.uuid().optional(),
  teamId: z.uuid().optional(),
  /** The run waits until people have resolved the conversation, and then takes it back. Absent: it goes on at once. */
  wait: z
    .strictObject({
      timeoutMs,
      /** At the time-out too the bot takes the conversation back, so that the flow can write again. */
      resumeOnTimeout: z.boolean().optional(),
    })
    .optional(),
});

export type AssignData = z.infer<typeof schema>;

export const manifest: NodeManifest<'assign', AssignData> = {
  type: 'assign',
  typeVersion: 1,
  family: 'people',
  title: 'Hand over',
  docs: 'Hands the conversation to people: it shows in the inbox with your note, and the flow stops answering. It can wait until they have resolved it and then go on.',
  schema,
  defaults: () => ({}),
  ports: (data) =>
    data.wait === undefined
      ? [{ id: 'next', label: 'Then', optional: true }]
      : [
          { id: 'resolved', label: 'Resolved' },
          {
            id: 'timeout',
            label: 'Not in time',
            ...(data.wait.timeoutMs === null ? { optional: true } : {}),
          },
        ],
  summary: (data) => {
    const to =
      data.assigneeId !== undefined
        ? 'Hands over to a chosen person'
        : data.teamId === undefined
          ? 'Hands over to the inbox'
          : 'Hands over to a team';
    if (data.wait === undefined) return to;
    const { timeoutMs: ms } = data.wait;
    return `${to} and waits${ms === null ? '' : ` up to ${durationInWords(ms)}`}`;
  },
  limits: {},
  clock: (data, port) =>
    port === 'next' ? { kind: 'instant' } : { kind: 'elapsed', ms: data.wait?.timeoutMs ?? MAX_DURATION_MS },
  texts: (data) => text('note', data.note),
};
