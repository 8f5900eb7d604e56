import type { StepInput, StepOutcome } from '../contract.ts';
import type { JumpData } from './manifest.ts';

export function advance(data: JumpData, input: StepInput): StepOutcome {
  if (data.target === '') {
    return { kind: 'fault', fault: { code: 'no_target', message: 'The jump names no step to go on at.' } };
  }
  return { kind: 'leave', port: input.visits > data.maxVisits ? 'exceeded' : 'target' };
}
