import { z } from 'zod';
import type { NodeManifest, VariableWrite } from '../contract.ts';
import { label, variableName } from '../shared/fields.ts';

const MAX_TIMES = 10;

const schema = z.strictObject({
  label,
  /** How often it takes a run over; after that a failed step waits for somebody's decision. */
  times: z.int().min(1).max(MAX_TIMES),
  /** Variables for the stable code of what went wrong and for the name of the step; empty saves nothing. */
  saveCodeAs: variableName.optional(),
  saveStepAs: variableName.optional(),
});

export type ErrorRuleData = z.infer<typeof schema>;

export const manifest: NodeManifest<'error-rule', ErrorRuleData> = {
  type: 'error-rule',
  typeVersion: 1,
  family: 'rule',
  title: 'When a step fails',
  docs: 'Leads here when a step or its message fails for good and nothing is connected to its own "Failed". "Go back" tries the failed step once more. What fails on the way from here waits for a decision, as without this rule.',
  schema,
  defaults: () => ({ times: 3 }),
  ports: () => [{ id: 'next', label: 'Leads to' }],
  summary: ({ times }) => (times === 1 ? 'The first time in a run' : `Up to ${times} times in a run`),
  limits: { times: MAX_TIMES },
  clock: () => ({ kind: 'instant' }),
  writes: ({ saveCodeAs, saveStepAs }) => [
    ...write('saveCodeAs', saveCodeAs),
    ...write('saveStepAs', saveStepAs),
  ],
  countsVisits: true,
};

function write(field: string, name: string | undefined): VariableWrite[] {
  return name ? [{ field, name, type: 'text', ports: ['next'] }] : [];
}
