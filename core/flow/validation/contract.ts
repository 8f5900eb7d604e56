import type { CompiledFlow } from '../compile.ts';
import type { Problem } from '../problem.ts';
import type { TemplateFacts } from '../run.ts';

export type Rule = (input: RuleInput) => Problem[];

export interface RuleInput {
  flow: CompiledFlow;
  context: ValidationContext;
}

export interface ValidationContext {
  /** Templates of the organisation by `name/language`. */
  templates?: Record<string, TemplateFacts>;
  /** Keywords of the other published flows. */
  otherKeywords?: { flowName: string; keyword: string }[];
}
