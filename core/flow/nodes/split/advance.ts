import type { StepInput, StepOutcome } from '../contract.ts';
import { shareOf } from '../shared/hash.ts';
import type { SplitData } from './manifest.ts';

/** The same person goes the same way at this step, in every run and on every host. */
export function advance(data: SplitData, input: StepInput): StepOutcome {
  const total = data.branches.reduce((sum, branch) => sum + branch.weight, 0);
  let rest = shareOf([input.contact.id, input.nodePath, data.salt ?? ''].join('\n')) * total;
  for (const branch of data.branches) {
    if (rest < branch.weight) return { kind: 'leave', port: `branch:${branch.id}` };
    rest -= branch.weight;
  }
  return { kind: 'fault', fault: { code: 'no_weights', message: 'No branch of the split has a share.' } };
}
