/** Where a flow uses one of its variables, and the same flow with another name for it. */
import type { NodeId } from './basics.ts';
import { compileFlow } from './compile.ts';
import type { FlowDoc } from './document.ts';
import { templatePlaces } from './templating.ts';
import { usableNodes } from './validation/graph.ts';
import type { UsableNode } from './validation/graph.ts';
import { variableIn, variablesIn } from './validation/variables.ts';

export interface VariableUse {
  nodeId: NodeId;
  /** Path inside the step's data. */
  field: string;
  /** `text`: among the words of a Liquid text; `path`: a path such as `answers.day`; `name`: the step saves something in it. */
  kind: 'text' | 'path' | 'name';
}

/** In the order of the steps. Steps whose data can't be read are left out. */
export function variableUses(doc: FlowDoc, name: string): VariableUse[] {
  return usableNodes(compileFlow(doc)).flatMap((node) => usesIn(node, name));
}

function usesIn({ id, data, type: { manifest } }: UsableNode, name: string): VariableUse[] {
  const use = (kind: VariableUse['kind'], field: string): VariableUse => ({ nodeId: id, field, kind });
  return [
    ...(manifest.texts?.(data) ?? [])
      .filter(({ template }) => variablesIn(template).includes(name))
      .map(({ field }) => use('text', field)),
    ...(manifest.reads?.(data) ?? [])
      .filter(({ variable }) => variable === name)
      .map(({ field }) => use('path', field)),
    ...(manifest.writes?.(data) ?? [])
      .filter((write) => write.name === name)
      .map(({ field }) => use('name', field)),
  ];
}

/** A new document in which nothing is called `from` any more; steps that don't use it stay the same objects. */
export function renameVariable(doc: FlowDoc, from: string, to: string): FlowDoc {
  if (from === to) return doc;
  const nodes = { ...doc.nodes };
  for (const { nodeId, field, kind } of variableUses(doc, from)) {
    const old = doc.nodes[nodeId];
    const node = nodes[nodeId];
    if (!old || !node) continue;
    const renamed = node === old ? structuredClone(old) : node;
    nodes[nodeId] = renamed;
    changeAt(renamed.data, field.split('.'), (text) => {
      if (kind === 'text') return renamedInText(text, from, to);
      return kind === 'path' ? renamedInPath(text, from, to) : to;
    });
  }
  const variables = Object.entries(doc.variables).map(([name, one]) => [name === from ? to : name, one]);
  return { ...doc, nodes, variables: Object.fromEntries(variables) as FlowDoc['variables'] };
}

/** A field that holds the name, or a path to the variable or into it: `answers.day`, `answers.products.size`. */
function renamedInPath(text: string, from: string, to: string): string {
  const prefix = text.startsWith('answers.') ? 'answers.' : '';
  return `${prefix}${to}${text.slice(prefix.length + from.length)}`;
}

/** The text with every mention of the variable under its new name, all else letter for letter as it was. */
export function renamedInText(template: string, from: string, to: string): string {
  const places = templatePlaces(template).filter(
    ({ path }) => variableIn(path.map((part) => part ?? '')) === from,
  );
  const starts = places.map(({ path, at }) => (path[0] === 'answers' ? at + 'answers'.length : at));
  return replacedAfter(template, starts, from, to);
}

/**
 * A text, or a field that holds the path itself, with another name for the last part of the path; all else letter for letter as it was.
 * @param path for example `['trigger', 'txet']`
 */
export function renamedPath(text: string, path: readonly string[], to: string): string {
  const before = path.slice(0, -1);
  const from = path.at(-1) ?? '';
  if (text.trim() === path.join('.')) return [...before, to].join('.');
  const starts = templatePlaces(text)
    .filter((place) => path.every((part, index) => place.path[index] === part))
    .map(({ at }) => at + before.join('.').length);
  return replacedAfter(text, starts, from, to);
}

/** @param starts after each of them the name comes next */
function replacedAfter(template: string, starts: number[], from: string, to: string): string {
  // From the end, so that the places before stay where they are.
  return starts
    .sort((left, right) => right - left)
    .reduce((text, start) => {
      const nameAt = text.indexOf(from, start);
      return nameAt === -1 ? text : `${text.slice(0, nameAt)}${to}${text.slice(nameAt + from.length)}`;
    }, template);
}

function changeAt(root: unknown, path: readonly string[], change: (text: string) => string): void {
  let place = root;
  for (const key of path.slice(0, -1)) place = isRecord(place) ? place[key] : undefined;
  const key = path.at(-1);
  if (!isRecord(place) || key === undefined) return;
  const text = place[key];
  if (typeof text === 'string') place[key] = change(text);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
