import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label, optionId } from '../shared/fields.ts';
import { operatorIds, operators } from './operators.ts';
import { variableOf } from './subjects.ts';

const test = z.strictObject({
  /** A path such as `contact.attributes.city`, `contact.tags` or `answers.day`. */
  subject: z.string().max(200),
  operator: z.enum(operatorIds),
  value: z.string().max(500),
});

/** `all`: every part must hold; `any`: one is enough. */
const match = z.enum(['all', 'any']);

const group = z.strictObject({ match, tests: z.array(test).max(20) });

const branch = z.strictObject({
  id: optionId,
  label: z.string().max(80).optional(),
  match,
  groups: z.array(group).max(10),
});

const schema = z.strictObject({ label, branches: z.array(branch).max(20) });

export type ConditionTest = z.infer<typeof test>;
export type ConditionBranch = z.infer<typeof branch>;
export type ConditionData = z.infer<typeof schema>;

export const manifest: NodeManifest<'condition', ConditionData> = {
  type: 'condition',
  typeVersion: 1,
  family: 'logic',
  title: 'Condition',
  docs: 'Takes the first branch whose tests hold, from top to bottom, else the last way out.',
  schema,
  defaults: () => ({
    branches: [
      {
        id: 'branch_1',
        match: 'all',
        groups: [{ match: 'all', tests: [{ subject: 'contact.tags', operator: 'contains', value: '' }] }],
      },
    ],
  }),
  ports: (data) => [
    ...data.branches.map((one, index) => ({ id: `branch:${one.id}`, label: branchTitle(one, index) })),
    { id: 'else', label: 'Else' },
  ],
  summary: (data) => data.branches.map(branchTitle).join(' / ') || 'No branch yet',
  limits: { branches: 20, groups: 10, tests: 20 },
  clock: () => ({ kind: 'instant' }),
  reads: (data) =>
    data.branches.flatMap((one, branchIndex) =>
      one.groups.flatMap((part, groupIndex) =>
        part.tests.flatMap((item, testIndex) => {
          const variable = variableOf(item.subject);
          const field = `branches.${branchIndex}.groups.${groupIndex}.tests.${testIndex}.subject`;
          return variable === null ? [] : [{ field, variable }];
        }),
      ),
    ),
};

/** The branch's own name, else its first test in words. */
export function branchTitle(branch: ConditionBranch, index: number): string {
  if (branch.label) return branch.label;
  const first = branch.groups[0]?.tests[0];
  if (!first) return `Branch ${index + 1}`;
  const operator = operators[first.operator];
  return [first.subject, operator.title, operator.takesValue ? `"${first.value}"` : ''].join(' ').trim();
}
