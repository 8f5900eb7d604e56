/** The tests of a condition, taken apart so that rules can reason about them. */
import type { PortId } from '../basics.ts';
import type { ConditionBranch, ConditionData, ConditionTest } from '../nodes/condition/manifest.ts';
import { variableOf } from '../nodes/condition/subjects.ts';
import type { UsableNode } from './graph.ts';

/** Tests that hold together. */
export type Conjunction = readonly ConditionTest[];

/** A branch with more alternatives than this is taken as it is: nothing is claimed about it. */
const MAX_ALTERNATIVES = 64;

/** The branches of a condition; null for every other type. */
export function branchesOf(node: UsableNode): readonly ConditionBranch[] | null {
  return node.node.type === 'condition' ? (node.data as ConditionData).branches : null;
}

/**
 * The branch as alternatives of which one must hold (disjunctive normal form); none when it never holds.
 * @returns null when there are too many
 */
export function alternativesOf({ match, groups }: ConditionBranch): Conjunction[] | null {
  // As in the condition's own step: groups without tests don't count, a branch without any never holds.
  const parts = groups
    .filter((group) => group.tests.length > 0)
    .map((group) => (group.match === 'all' ? [group.tests] : group.tests.map((test) => [test])));
  if (match === 'any' || parts.length === 0) {
    const alternatives = parts.flat();
    return alternatives.length > MAX_ALTERNATIVES ? null : alternatives;
  }
  let alternatives: ConditionTest[][] = [[]];
  for (const part of parts) {
    alternatives = alternatives.flatMap((before) => part.map((tests) => [...before, ...tests]));
    if (alternatives.length > MAX_ALTERNATIVES) return null;
  }
  return alternatives;
}

/** The one test that a branch consists of, null when there are more. */
export function singleTest(branch: ConditionBranch): ConditionTest | null {
  const tests = branch.groups.flatMap((group) => group.tests);
  return tests.length === 1 ? (tests[0] ?? null) : null;
}

/** Operators that hold only when there is something to look at. */
const NEEDS_A_VALUE: ReadonlySet<string> = new Set([
  ...['is', 'one-of', 'contains', 'starts-with', 'is-not-empty', 'before', 'after'],
  ...['greater-than', 'at-least', 'less-than', 'at-most'],
]);

export function needsValue({ operator, value }: ConditionTest): boolean {
  if (operator === 'is' && value.trim() === '') return false;
  return NEEDS_A_VALUE.has(operator);
}

/** By port of a condition: the variables that must have a value when a run leaves by it. */
export function presentAfter(node: UsableNode): Map<PortId, string[]> {
  const present = new Map<PortId, string[]>();
  const branches = branchesOf(node);
  if (branches === null) return present;
  /** Variables whose emptiness an earlier branch took care of. */
  const notEmpty: string[] = [];
  for (const branch of branches) {
    const alternatives = alternativesOf(branch) ?? [];
    const [first = [], ...others] = alternatives.map((tests) =>
      tests.filter(needsValue).flatMap(({ subject }) => variableOf(subject) ?? []),
    );
    const common = first.filter((name) => others.every((names) => names.includes(name)));
    present.set(`branch:${branch.id}`, [...notEmpty, ...common]);
    const only = singleTest(branch);
    const variable = only?.operator === 'is-empty' ? variableOf(only.subject) : null;
    if (variable !== null) notEmpty.push(variable);
  }
  present.set('else', notEmpty);
  return present;
}

/** Every test anywhere in a node's data, with its path: conditions have them, other types may. */
export function testsIn(data: unknown, path = ''): { field: string; test: ConditionTest }[] {
  if (typeof data !== 'object' || data === null) return [];
  if (isTest(data)) return [{ field: path, test: data }];
  return Object.entries(data).flatMap(([key, value]) => testsIn(value, path === '' ? key : `${path}.${key}`));
}

function isTest(value: object): value is ConditionTest {
  return (
    'subject' in value &&
    typeof value.subject === 'string' &&
    'operator' in value &&
    typeof value.operator === 'string' &&
    'value' in value &&
    typeof value.value === 'string'
  );
}
