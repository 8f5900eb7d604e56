import type { VariableType, VariableValue } from '../basics.ts';
import type { QuickFix } from '../problem.ts';
import { templateReads } from '../templating.ts';
import type { Rule } from './contract.ts';
import { testsIn } from './conditions.ts';
import { usableNodes } from './graph.ts';
import type { UsableNode } from './graph.ts';
import { surelySet, variableIn, variablesIn, variableTypes } from './variables.ts';

/**
 * A text or a step uses a variable that on some path to it nothing has filled: it would be empty there. A text that says
 * what to show then (`default`) or asks with `if` is fine, and so is a test of a condition: an empty answer fails it.
 */
export const varMaybeUnset: Rule = ({ flow }) => {
  const types = variableTypes(flow);
  const set = surelySet(flow);
  return usableNodes(flow).flatMap((node) => {
    const known = set.get(node.id);
    if (!known) return [];
    // What nothing ever fills is the business of `var-unknown`.
    return readsOf(node, (name) => types.has(name) && !known.has(name)).map(({ field, variable }) => {
      const fix = defaultFor(variable, types.get(variable) ?? 'text');
      return {
        code: 'var-maybe-unset',
        severity: 'warning' as const,
        nodeId: node.id,
        field,
        message: `A run can come here before anything has filled "${variable}": give it a default, or write {{ ${variable} | default: "…" }}.`,
        ...(fix === null ? {} : { fix }),
      };
    });
  });
};

function readsOf(node: UsableNode, isOpen: (name: string) => boolean): { field: string; variable: string }[] {
  const { manifest } = node.type;
  const inTexts = (manifest.texts?.(node.data) ?? []).flatMap(({ field, template }) => {
    if (!variablesIn(template).some(isOpen)) return [];
    return [...bareReads(template)].filter(isOpen).map((variable) => ({ field, variable }));
  });
  const tests = new Set(testsIn(node.data).map(({ field }) => `${field}.subject`));
  const elsewhere = (manifest.reads?.(node.data) ?? []).filter(
    ({ field, variable }) => isOpen(variable) && !tests.has(field),
  );
  return [...inTexts, ...elsewhere];
}

const OUTPUT = /\{\{-?([^{}]*)\}\}/gu;
const TEST = /\{%-?\s*(?:if|elsif|unless)\b([^{}]*?)-?%\}/gu;

/** Variables that a text shows as they are: without `default`, and not asked about by an `if` of the same text. */
export function bareReads(template: string): Set<string> {
  const asked = new Set(
    Array.from(template.matchAll(TEST), ([, test]) => variablesIn(`{% if ${test} %}{% endif %}`)).flat(),
  );
  const bare = new Set<string>();
  for (const [, output = ''] of template.matchAll(OUTPUT)) {
    if (/\|\s*default\b/u.test(output)) continue;
    for (const path of templateReads(`{{${output.replace(/-$/u, '')}}}`)) {
      const name = variableIn(path);
      if (name !== null && !asked.has(name)) bare.add(name);
    }
  }
  return bare;
}

const DEFAULTS: Partial<Record<VariableType, VariableValue>> = {
  text: '',
  number: 0,
  boolean: false,
  list: [],
};

/** A day, a place or a file can't be made up. */
function defaultFor(name: string, type: VariableType): QuickFix | null {
  const value = DEFAULTS[type];
  return value === undefined ? null : { kind: 'giveDefault', name, type, value };
}
