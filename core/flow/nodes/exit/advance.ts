import type { StepOutcome } from '../contract.ts';
import type { ExitData } from './manifest.ts';

export function advance(data: ExitData): StepOutcome {
  return { kind: 'end', outcome: data.outcome, reason: data.reason.trim() || data.outcome };
}
