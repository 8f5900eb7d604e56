import type { StepOutcome } from '../contract.ts';

export function advance(): StepOutcome {
  return { kind: 'leave', port: 'next' };
}
