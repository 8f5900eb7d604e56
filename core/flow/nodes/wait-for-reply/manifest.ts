import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { durationInWords } from '../shared/duration.ts';
import { label, timeoutMs, variableName } from '../shared/fields.ts';
import { answerClock, noReplyPort } from '../shared/replies.ts';

const schema = z.strictObject({ label, timeoutMs, saveAs: variableName.optional() });

export type WaitForReplyData = z.infer<typeof schema>;

export const manifest: NodeManifest<'wait-for-reply', WaitForReplyData> = {
  type: 'wait-for-reply',
  typeVersion: 1,
  family: 'ask',
  title: 'Wait for reply',
  docs: 'Waits for any message of the person and keeps its text when you name a variable.',
  schema,
  defaults: () => ({ timeoutMs: 24 * 60 * 60 * 1000 }),
  ports: (data) => [{ id: 'reply', label: 'Reply' }, noReplyPort(data.timeoutMs)],
  summary: (data) =>
    data.timeoutMs === null ? 'Waits as long as it takes' : `Waits up to ${durationInWords(data.timeoutMs)}`,
  limits: {},
  clock: (data, port) => answerClock(port, data.timeoutMs),
  writes: (data) =>
    data.saveAs ? [{ field: 'saveAs', name: data.saveAs, type: 'text', ports: ['reply'] }] : [],
};
