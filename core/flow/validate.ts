/** Everything that is wrong with a flow. One rule a file under `validation/`; each node checks its own fields. */
import { compileFlow } from './compile.ts';
import type { FlowDoc } from './document.ts';
import type { Problem } from './problem.ts';
import { rules } from './validation/rules.ts';
import type { ValidationContext } from './validation/contract.ts';

export type { Problem, QuickFix } from './problem.ts';
export type { OtherTrigger, SubflowKey, ValidationContext } from './validation/contract.ts';

/**
 * Judges a document that `parseFlow` took. Rules about what the organisation has (templates, other flows, secrets...) are
 * skipped when the context lacks it. Errors come first, then by node.
 */
export function validateFlow(doc: FlowDoc, context: ValidationContext = {}): Problem[] {
  const flow = compileFlow(doc, context.subflows);
  const problems = rules.flatMap((rule) => rule({ flow, context }));
  const weight = (problem: Problem) => (problem.severity === 'error' ? 0 : 1);
  return problems.sort((a, b) => weight(a) - weight(b) || compare(a.nodeId ?? '', b.nodeId ?? ''));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
