import type { JsonValue } from '../calls.ts';
import { branchTitle } from '../nodes/condition/manifest.ts';
import type { ConditionBranch, ConditionTest } from '../nodes/condition/manifest.ts';
import { variableOf } from '../nodes/condition/subjects.ts';
import type { Problem } from '../problem.ts';
import { alternativesOf, branchesOf, singleTest } from './conditions.ts';
import type { Conjunction } from './conditions.ts';
import type { Rule } from './contract.ts';
import { usableNodes } from './graph.ts';
import type { UsableNode } from './graph.ts';
import { excludes, implies, isOpposite } from './test-logic.ts';
import { variableTypes } from './variables.ts';

/**
 * A branch that no person ever takes: its tests contradict each other, or whenever they hold an earlier branch holds too.
 * Only what is certain is reported.
 */
export const deadRule: Rule = ({ flow }) => {
  const types = variableTypes(flow);
  const mayBeList = (subject: string) => {
    const type = types.get(variableOf(subject) ?? '');
    return type === 'list' || type === null;
  };
  return usableNodes(flow).flatMap((node) => {
    const branches = branchesOf(node) ?? [];
    const judged = branches.map((branch) => withListsMarked(branch, mayBeList));
    return judged.flatMap((branch, index) => {
      const reason = reasonFor(branch, judged.slice(0, index));
      return reason === null ? [] : [problemAt(node, branches, index, reason)];
    });
  });
};

/** A list can hold several values at once, so that no test of it is taken for one of a single value. */
function withListsMarked(branch: ConditionBranch, mayBeList: (subject: string) => boolean): ConditionBranch {
  const marked = (test: ConditionTest) =>
    mayBeList(test.subject) ? { ...test, subject: `list ${test.subject}` } : test;
  return { ...branch, groups: branch.groups.map((group) => ({ ...group, tests: group.tests.map(marked) })) };
}

function reasonFor(branch: ConditionBranch, earlier: readonly ConditionBranch[]): string | null {
  const alternatives = alternativesOf(branch);
  // A branch without tests is reported as such by the step itself.
  if (alternatives === null || alternatives.length === 0) return null;
  if (alternatives.every(contradicts)) return 'its tests never hold together';
  const possible = alternatives.filter((tests) => !contradicts(tests));
  const shadow = earlier.findIndex((one) => {
    const before = alternativesOf(one);
    return before !== null && possible.every((tests) => before.some((sooner) => follows(tests, sooner)));
  });
  const shadowing = earlier[shadow];
  if (shadowing) return `"${branchTitle(shadowing, shadow)}" above it is taken first`;
  return coversEverything(earlier) ? 'the branches above it take everybody' : null;
}

function contradicts(tests: Conjunction): boolean {
  return tests.some((test, index) => tests.slice(index + 1).some((other) => excludes(test, other)));
}

/** Whether every test of `sooner` is sure to hold when all of `tests` do. */
function follows(tests: Conjunction, sooner: Conjunction): boolean {
  return sooner.every((wanted) => tests.some((test) => implies(test, wanted)));
}

/** Two branches with one test each, of which exactly one always holds. */
function coversEverything(branches: readonly ConditionBranch[]): boolean {
  const tests = branches.flatMap((branch) => singleTest(branch) ?? []);
  return tests.some((test, index) => tests.slice(index + 1).some((other) => isOpposite(test, other)));
}

function problemAt(
  node: UsableNode,
  branches: readonly ConditionBranch[],
  index: number,
  reason: string,
): Problem {
  const branch = branches[index];
  const rest = branches.filter((_, at) => at !== index);
  return {
    code: 'dead-rule',
    severity: 'warning',
    nodeId: node.id,
    field: `branches.${index}`,
    message: `Nobody ever takes "${branch ? branchTitle(branch, index) : ''}": ${reason}. Change its tests, move it up or remove it.`,
    ...(rest.length === 0
      ? {}
      : {
          fix: {
            kind: 'setField',
            nodeId: node.id,
            field: 'branches',
            value: rest as unknown as JsonValue,
            label: 'Remove branch',
          },
        }),
  };
}
