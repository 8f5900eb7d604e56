import type { StepOutcome } from '../contract.ts';
import type { GoalData } from './manifest.ts';

export function advance(data: GoalData): StepOutcome {
  const name = data.name.trim();
  if (name === '')
    return { kind: 'fault', fault: { code: 'missing_goal', message: 'The step names no goal.' } };
  return { kind: 'leave', port: 'next', commands: [{ kind: 'reachGoal', name }] };
}
