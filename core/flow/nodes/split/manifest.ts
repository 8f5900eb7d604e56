import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label, optionId } from '../shared/fields.ts';

const branch = z.strictObject({
  id: optionId,
  label: z.string().max(80).optional(),
  /** Percent of the people. */
  weight: z.int().min(0).max(100),
});

const schema = z.strictObject({
  label,
  branches: z.array(branch).max(10),
  /** Another text draws everybody anew; two splits with the same text still draw apart. */
  salt: z.string().max(64).optional(),
});

export type SplitBranch = z.infer<typeof branch>;
export type SplitData = z.infer<typeof schema>;

export const manifest: NodeManifest<'split', SplitData> = {
  type: 'split',
  typeVersion: 1,
  family: 'logic',
  title: 'Split',
  docs: 'Sends a share of the people each way, for tests of what works best. Who comes again goes the same way again.',
  schema,
  defaults: () => ({
    branches: [
      { id: 'a', weight: 50 },
      { id: 'b', weight: 50 },
    ],
  }),
  ports: (data) =>
    data.branches.map((one, index) => ({
      id: `branch:${one.id}`,
      label: `${branchName(one, index)}, ${one.weight} %`,
      ...(one.weight === 0 ? { optional: true } : {}),
    })),
  summary: (data) =>
    data.branches.map((one, index) => `${branchName(one, index)} ${one.weight} %`).join(' / ') ||
    'No branch yet',
  limits: { branches: 10 },
  clock: () => ({ kind: 'instant' }),
};

/** The author's name for a branch, else a letter. */
export function branchName(branch: SplitBranch, index: number): string {
  return branch.label?.trim() || String.fromCharCode(65 + index);
}
