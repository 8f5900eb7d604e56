import type { NodeProblem } from '../contract.ts';
import { problem, required } from '../shared/checks.ts';
import type { ConditionData, ConditionTest } from './manifest.ts';
import { operators } from './operators.ts';
import type { Operator } from './operators.ts';
import { isKnownSubject } from './subjects.ts';

export function validate(data: ConditionData): NodeProblem[] {
  const problems: NodeProblem[] = [];
  if (data.branches.length === 0)
    problems.push(problem('required-field', 'branches', 'Add at least one branch.'));
  const ids = new Set<string>();
  data.branches.forEach((branch, branchIndex) => {
    const field = `branches.${branchIndex}`;
    if (ids.has(branch.id)) {
      problems.push(
        problem(
          'duplicate-option-id',
          `${field}.id`,
          `Two branches have the id "${branch.id}": ids must differ.`,
        ),
      );
    }
    ids.add(branch.id);
    if (branch.groups.every((group) => group.tests.length === 0)) {
      problems.push(problem('required-field', `${field}.groups`, 'A branch without a test is never taken.'));
    }
    branch.groups.forEach((group, groupIndex) =>
      group.tests.forEach((test, testIndex) =>
        problems.push(...testProblems(test, `${field}.groups.${groupIndex}.tests.${testIndex}`)),
      ),
    );
  });
  return problems;
}

function testProblems(test: ConditionTest, field: string): NodeProblem[] {
  const problems = required(test.subject, `${field}.subject`, 'What to look at');
  if (test.subject.trim() !== '' && !isKnownSubject(test.subject)) {
    problems.push(
      problem(
        'unknown-subject',
        `${field}.subject`,
        `"${test.subject}" is nothing a condition can look at: use contact.name, contact.attributes.<name>, contact.tags, answers.<name>, trigger.text, now.weekday, now.time or now.date.`,
      ),
    );
  }
  const operator: Operator = operators[test.operator];
  if (operator.takesValue)
    problems.push(...required(test.value, `${field}.value`, 'The value to compare with'));
  const reason = test.value.trim() === '' ? null : (operator.problem?.(test.value) ?? null);
  if (reason !== null) problems.push(problem('bad-value', `${field}.value`, reason));
  return problems;
}
