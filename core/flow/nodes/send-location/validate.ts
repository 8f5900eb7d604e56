import type { NodeProblem } from '../contract.ts';
import { placeProblems } from '../shared/places.ts';
import { fallbackFields } from '../shared/template-checks.ts';
import type { SendLocationData } from './manifest.ts';

export function validate(data: SendLocationData): NodeProblem[] {
  return [...placeProblems(data, ''), ...fallbackFields(data.fallback)];
}
