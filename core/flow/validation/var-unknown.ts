import type { CompiledNode } from '../compile.ts';
import type { Problem, QuickFix } from '../problem.ts';
import type { Rule } from './contract.ts';
import { readsIn } from './text-reads.ts';
import { similarName } from './unknown-names.ts';
import { fieldsOfVariables, variableIn } from './variables.ts';

const CONTACT_FIELDS = new Set(['name', 'firstName', 'phone', 'locale', 'timeZone', 'tags', 'attributes']);
const CONVERSATION_FIELDS = new Set(['number', 'team', 'status', 'windowEndsAt']);
const NOTHING: ReadonlySet<string> = new Set();

/** A text or condition reads something that nothing ever fills, most often a misspelt name: it would stay empty. */
export const varUnknown: Rule = ({ flow }) => {
  const known = new Set(Object.keys(flow.doc.variables));
  const usable = [...flow.nodes.values()].filter((node) => node.type !== null && !node.isBroken);
  for (const node of usable)
    for (const { name } of node.type?.manifest.writes?.(node.data) ?? []) known.add(name);
  const fields = fieldsOfVariables(flow);
  return usable.flatMap((node) => unknownReads(node, known, fields));
};

/** @param fields of lists and rows, where they are known */
function unknownReads(
  node: CompiledNode,
  known: ReadonlySet<string>,
  fields: ReadonlyMap<string, ReadonlySet<string>>,
): Problem[] {
  const manifest = node.type?.manifest;
  const inTexts = (manifest?.texts?.(node.data) ?? []).flatMap(({ field, template, rowsOf }) =>
    readsIn(template).flatMap((path) => {
      const ofRow = rowsOf !== undefined && path[0] === ROW;
      const unknown = ofRow ? unknownField(path, 1, fields.get(rowsOf)) : unknownPart(path, known, fields);
      return unknown === null ? [] : [{ field, ...unknown }];
    }),
  );
  const elsewhere = (manifest?.reads?.(node.data) ?? [])
    .filter(({ variable }) => !known.has(variable))
    .map(({ field, variable }) => ({ field, path: ['answers', variable], known, isVariable: true }));
  return [...inTexts, ...elsewhere].map(({ field, ...unknown }) => ({
    code: 'var-unknown',
    severity: 'error',
    nodeId: node.id,
    field,
    message: `Nothing fills {{ ${unknown.path.join('.')} }}: check the name, or save an answer under it.`,
    ...fixFor(node.id, field, unknown),
  }));
}

interface Unknown {
  path: string[];
  /** What could stand there instead. */
  known: ReadonlySet<string>;
  isVariable: boolean;
}

/** A slip of the pen gets the name that was meant, another variable is declared. */
function fixFor(nodeId: string, field: string, { path, known, isVariable }: Unknown): { fix?: QuickFix } {
  const name = path.at(-1) ?? '';
  const similar = similarName(name, known);
  if (similar !== null) return { fix: { kind: 'renameRead', nodeId, field, path, name: similar } };
  return isVariable ? { fix: { kind: 'declareVariable', name } } : {};
}

/** A row of the list that a text is filled in for. */
const ROW = 'item';

function unknownPart(
  path: string[],
  known: ReadonlySet<string>,
  fields: ReadonlyMap<string, ReadonlySet<string>>,
): Unknown | null {
  const unknown = unknownPath(path, known);
  if (unknown !== null) return unknown;
  const variable = variableIn(path);
  if (variable === null) return null;
  const at = path[0] === 'answers' ? 2 : 1;
  const isOfOne = path[at] === 'first' || path[at] === 'last';
  return unknownField(path, isOfOne ? at + 1 : at, fields.get(variable));
}

/** Where the fields of a row are known, one that it never has stays empty. */
function unknownField(path: string[], at: number, known: ReadonlySet<string> | undefined): Unknown | null {
  const name = path[at];
  if (known === undefined || name === undefined || name === 'size' || known.has(name)) return null;
  return { path: path.slice(0, at + 1), known, isVariable: false };
}

function unknownPath(path: string[], variables: ReadonlySet<string>): Unknown | null {
  const [root = '', name] = path;
  const inRoot = (known: ReadonlySet<string>, isVariable = false): Unknown | null =>
    name === undefined || known.has(name) ? null : { path: [root, name], known, isVariable };
  switch (root) {
    case 'contact':
      return inRoot(CONTACT_FIELDS);
    case 'conversation':
      return inRoot(CONVERSATION_FIELDS);
    case 'now':
      return inRoot(NOTHING);
    case 'trigger':
      // The business of `trigger-field-unknown`.
      return null;
    case 'answers':
      return inRoot(variables, true);
    default:
      return variables.has(root) ? null : { path: [root], known: variables, isVariable: true };
  }
}
