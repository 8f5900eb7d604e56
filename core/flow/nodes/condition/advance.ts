import type { StepInput, StepOutcome } from '../contract.ts';
import type { ConditionBranch, ConditionData, ConditionTest } from './manifest.ts';
import { operators } from './operators.ts';
import { readSubject } from './subjects.ts';

export function advance(data: ConditionData, input: StepInput): StepOutcome {
  const branch = data.branches.find((one) => holds(one, input));
  return { kind: 'leave', port: branch ? `branch:${branch.id}` : 'else' };
}

/** Groups without tests don't count; a branch without any test never holds. */
function holds(branch: ConditionBranch, input: StepInput): boolean {
  const groups = branch.groups.filter((group) => group.tests.length > 0);
  return all(branch.match, groups, (group) => all(group.match, group.tests, (test) => passes(test, input)));
}

function all<Item>(match: 'all' | 'any', items: readonly Item[], test: (item: Item) => boolean): boolean {
  return items.length > 0 && (match === 'all' ? items.every(test) : items.some(test));
}

function passes(test: ConditionTest, input: StepInput): boolean {
  return operators[test.operator].test(readSubject(test.subject, input), test.value, input);
}
