import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { durationInWords } from '../shared/duration.ts';
import { durationMs, label } from '../shared/fields.ts';
import { MAX_DURATION_MS } from '../shared/limits.ts';

const schema = z.strictObject({ label, durationMs });

export type DelayData = z.infer<typeof schema>;

export const manifest: NodeManifest<'delay', DelayData> = {
  type: 'delay',
  typeVersion: 1,
  family: 'time',
  title: 'Delay',
  docs: 'Waits a fixed time, up to 365 days. Messages of the person meanwhile go to the inbox, or end the run when the flow says so.',
  schema,
  defaults: () => ({ durationMs: 24 * 60 * 60 * 1000 }),
  ports: () => [{ id: 'next', label: 'Then' }],
  summary: (data) => `Waits ${durationInWords(data.durationMs)}`,
  limits: { durationMs: MAX_DURATION_MS },
  clock: (data) => ({ kind: 'elapsed', ms: data.durationMs }),
};
