import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';

const MAX_VISITS = 100;

const schema = z.strictObject({
  label,
  /** Id of the step to go on at; empty in a draft. */
  target: z.string().max(64),
  /** How often a run may jump from here. */
  maxVisits: z.int().min(1).max(MAX_VISITS),
});

export type JumpData = z.infer<typeof schema>;

export const manifest: NodeManifest<'jump', JumpData> = {
  type: 'jump',
  typeVersion: 1,
  family: 'logic',
  title: 'Jump',
  docs: 'Goes on at another step of this flow, as often as you allow; then it takes the other way out.',
  schema,
  defaults: () => ({ target: '', maxVisits: 3 }),
  ports: () => [
    { id: 'target', label: 'Jumps', fixed: true },
    { id: 'exceeded', label: 'Too often' },
  ],
  summary: (data) =>
    data.target === ''
      ? 'No step chosen yet'
      : `Jumps at most ${data.maxVisits === 1 ? 'once' : `${data.maxVisits} times`}`,
  limits: { maxVisits: MAX_VISITS },
  clock: () => ({ kind: 'instant' }),
  targets: (data): Record<string, string> => (data.target === '' ? {} : { target: data.target }),
  countsVisits: true,
};
