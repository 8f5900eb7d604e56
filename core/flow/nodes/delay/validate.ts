import type { NodeProblem } from '../contract.ts';
import { problem } from '../shared/checks.ts';
import type { DelayData } from './manifest.ts';

export function validate(data: DelayData): NodeProblem[] {
  return data.durationMs < 1_000
    ? [problem('required-field', 'durationMs', 'Set a time of at least one second.')]
    : [];
}
