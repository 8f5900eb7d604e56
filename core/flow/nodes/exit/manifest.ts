import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';

const schema = z.strictObject({
  label,
  outcome: z.enum(['completed', 'exited']),
  reason: z.string().max(200),
});

export type ExitData = z.infer<typeof schema>;

export const manifest: NodeManifest<'exit', ExitData> = {
  type: 'exit',
  typeVersion: 1,
  family: 'end',
  title: 'End',
  docs: 'Ends the run. "Completed" counts as a success in the statistics, "exited" does not.',
  schema,
  defaults: () => ({ outcome: 'completed', reason: '' }),
  ports: () => [],
  summary: (data) => {
    const word = data.outcome === 'completed' ? 'Completed' : 'Exited';
    return data.reason.trim() === '' ? word : `${word}: ${data.reason}`;
  },
  limits: { reason: 200 },
  clock: () => ({ kind: 'instant' }),
};
