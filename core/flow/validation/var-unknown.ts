import type { CompiledNode } from '../compile.ts';
import type { Problem } from '../problem.ts';
import type { Rule } from './contract.ts';
import { readsIn } from './text-reads.ts';

const CONTACT_FIELDS = new Set(['name', 'firstName', 'phone', 'locale', 'timeZone', 'tags', 'attributes']);
const CONVERSATION_FIELDS = new Set(['number', 'team', 'status', 'windowEndsAt']);

/** A text or condition reads something that nothing ever fills, most often a misspelt name: it would stay empty. */
export const varUnknown: Rule = ({ flow }) => {
  const known = new Set(Object.keys(flow.doc.variables));
  const usable = [...flow.nodes.values()].filter((node) => node.type !== null && !node.isBroken);
  for (const node of usable)
    for (const { name } of node.type?.manifest.writes?.(node.data) ?? []) known.add(name);
  return usable.flatMap((node) => unknownReads(node, known));
};

function unknownReads(node: CompiledNode, known: ReadonlySet<string>): Problem[] {
  const manifest = node.type?.manifest;
  const inTexts = (manifest?.texts?.(node.data) ?? []).flatMap(({ field, template }) =>
    readsIn(template).flatMap((path) => {
      const unknown = unknownPath(path, known);
      return unknown === null ? [] : [{ field, ...unknown }];
    }),
  );
  const elsewhere = (manifest?.reads?.(node.data) ?? [])
    .filter(({ variable }) => !known.has(variable))
    .map(({ field, variable }) => ({ field, path: `answers.${variable}`, variable }));
  return [...inTexts, ...elsewhere].map(({ field, path, variable }) => ({
    code: 'var-unknown',
    severity: 'error',
    nodeId: node.id,
    field,
    message: `Nothing fills {{ ${path} }}: check the name, or save an answer under it.`,
    ...(variable === null ? {} : { fix: { kind: 'declareVariable', name: variable } }),
  }));
}

function unknownPath(
  path: string[],
  known: ReadonlySet<string>,
): { path: string; variable: string | null } | null {
  const [root = '', name] = path;
  switch (root) {
    case 'contact':
      return name === undefined || CONTACT_FIELDS.has(name) ? null : { path: path.join('.'), variable: null };
    case 'conversation':
      return name === undefined || CONVERSATION_FIELDS.has(name)
        ? null
        : { path: path.join('.'), variable: null };
    case 'now':
      return name === undefined ? null : { path: path.join('.'), variable: null };
    case 'trigger':
      // Which fields come with an event is up to whoever reports it.
      return null;
    case 'answers':
      return name === undefined || known.has(name) ? null : { path: path.join('.'), variable: name };
    default:
      return known.has(root) ? null : { path: root, variable: root };
  }
}
