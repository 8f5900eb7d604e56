import type { CompiledFlow } from '../compile.ts';
import type { Problem } from '../problem.ts';
import { testsIn } from './conditions.ts';
import type { Rule } from './contract.ts';
import { triggersOf, usableNodes } from './graph.ts';
import type { UsableNode } from './graph.ts';
import { readsIn } from './text-reads.ts';
import { similarName } from './unknown-names.ts';

/**
 * A text or a condition reads a field that no trigger of this flow brings: it would stay empty. A warning, because who enrols people by
 * the API may bring it all the same; a flow with a trigger that brings whatever its caller likes isn't looked at.
 */
export const triggerFieldUnknown: Rule = ({ flow }) => {
  const brought = fieldsBrought(flow);
  if (brought === null) return [];
  return usableNodes(flow).flatMap((node) =>
    triggerReads(node)
      .filter(({ name }) => !brought.has(name))
      .map(({ field, name }): Problem => {
        const similar = similarName(name, brought);
        return {
          code: 'trigger-field-unknown',
          severity: 'warning',
          nodeId: node.id,
          field,
          message: `No trigger of this flow brings {{ trigger.${name} }}: ${adviceFor(similar, brought)}`,
          ...(similar === null
            ? {}
            : {
                fix: { kind: 'renameRead', nodeId: node.id, field, path: ['trigger', name], name: similar },
              }),
        };
      }),
  );
};

/** Null when a trigger brings what its caller likes, or can't be read; and without any trigger, which `no-trigger` reports. */
function fieldsBrought(flow: CompiledFlow): ReadonlySet<string> | null {
  const brought = new Set<string>();
  const triggers = triggersOf(flow);
  for (const { type, isBroken } of triggers) {
    const fields = isBroken ? undefined : type?.manifest.triggerFields;
    if (fields === undefined) return null;
    for (const field of fields) brought.add(field);
  }
  return triggers.length === 0 ? null : brought;
}

function triggerReads({ type, data }: UsableNode): { field: string; name: string }[] {
  const inTexts = (type.manifest.texts?.(data) ?? []).flatMap(({ field, template }) =>
    readsIn(template).map((path) => ({ field, path })),
  );
  const inTests = testsIn(data).map(({ field, test }) => {
    const [root = '', ...rest] = test.subject.split('.');
    return { field: `${field}.subject`, path: [root, rest.join('.')] };
  });
  return [...inTexts, ...inTests].flatMap(({ field, path: [root, name = ''] }) =>
    root === 'trigger' && name !== '' ? [{ field, name }] : [],
  );
}

function adviceFor(similar: string | null, brought: ReadonlySet<string>): string {
  if (similar !== null) return `did you mean {{ trigger.${similar} }}?`;
  if (brought.size === 0) return 'it stays empty.';
  return `they bring ${[...brought].join(', ')}.`;
}
