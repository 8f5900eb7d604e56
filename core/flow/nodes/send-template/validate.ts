import type { NodeProblem } from '../contract.ts';
import { templateFields } from '../shared/checks.ts';
import type { SendTemplateData } from './manifest.ts';

export function validate(data: SendTemplateData): NodeProblem[] {
  return templateFields(data, '');
}
