import type { VariableValue } from '../../basics.ts';
import type { StepInput, StepOutcome } from '../contract.ts';
import type { ErrorRuleData } from './manifest.ts';

export function advance({ saveCodeAs, saveStepAs }: ErrorRuleData, { event }: StepInput): StepOutcome {
  const variables: Record<string, VariableValue> = {};
  if (event.kind === 'caught' && saveCodeAs) variables[saveCodeAs] = event.code;
  if (event.kind === 'caught' && saveStepAs) variables[saveStepAs] = event.step;
  return { kind: 'leave', port: 'next', variables };
}
