/** What rules need to know about a flow's variables: who fills them, with what, and where they are surely set. */
import type { NodeId, PortId, VariableType } from '../basics.ts';
import type { CompiledFlow } from '../compile.ts';
import type { VariableWrite } from '../nodes/contract.ts';
import type { SubflowData } from '../nodes/subflow/manifest.ts';
import { presentAfter } from './conditions.ts';
import { exitsOf, forwardOrder, triggersOf, usableNodes } from './graph.ts';
import type { UsableNode } from './graph.ts';
import { rulesFrom } from './rule-ways.ts';
import { readsIn } from './text-reads.ts';

/** What a step fills. What a called flow gives back has the type that is declared there. */
export function writesOf(node: UsableNode): VariableWrite[] {
  const writes = node.type.manifest.writes?.(node.data) ?? [];
  const given = node.subflow?.doc.variables;
  if (!given || node.node.type !== 'subflow') return writes;
  const { outputs } = node.data as SubflowData;
  return writes.map((write) => {
    const output = outputs.find(({ variable }) => variable === write.name)?.name ?? '';
    const type = Object.hasOwn(given, output) ? given[output]?.type : undefined;
    return type === undefined ? write : { ...write, type };
  });
}

/** Types by name: the declared one, else that of the steps which fill it; null when these don't agree. */
export function variableTypes(flow: CompiledFlow): Map<string, VariableType | null> {
  const types = new Map<string, VariableType | null>();
  for (const node of usableNodes(flow)) {
    for (const { name, type } of writesOf(node)) {
      const known = types.get(name);
      types.set(name, known === undefined || known === type ? type : null);
    }
  }
  for (const [name, { type }] of Object.entries(flow.doc.variables)) types.set(name, type);
  return types;
}

/** Names of the fields of lists and rows, of the variables that every step fills with the same ones. */
export function fieldsOfVariables(flow: CompiledFlow): Map<string, ReadonlySet<string>> {
  const writes = usableNodes(flow).flatMap(writesOf);
  const fields = new Map<string, ReadonlySet<string>>();
  const open = new Set(Object.keys(flow.doc.variables).filter((name) => flow.doc.variables[name]?.default));
  const add = (name: string, known: Iterable<string> | undefined) => {
    if (known === undefined) open.add(name);
    else fields.set(name, new Set([...(fields.get(name) ?? []), ...known]));
  };
  for (const { name, fields: own, rowsOf } of writes) if (rowsOf === undefined) add(name, own);
  const lists = new Map(fields);
  for (const { name, rowsOf } of writes) {
    if (rowsOf !== undefined) add(name, open.has(rowsOf) ? undefined : lists.get(rowsOf));
  }
  for (const name of open) fields.delete(name);
  return fields;
}

const OTHER_ROOTS = new Set(['contact', 'conversation', 'trigger', 'now']);

/** The variable at the root of a path in a text (`answers.day` or `day`), null when it reads something else. */
export function variableIn(path: readonly string[]): string | null {
  const [root, name] = path;
  if (root === undefined || OTHER_ROOTS.has(root)) return null;
  return root === 'answers' ? (name ?? null) : root;
}

/** Variables that a text reads. */
export function variablesIn(template: string): string[] {
  return readsIn(template).flatMap((path) => variableIn(path) ?? []);
}

/** Variables with a value before the first step: by default, or handed in by a caller. */
export function givenVariables(flow: CompiledFlow): string[] {
  return Object.entries(flow.doc.variables).flatMap(([name, variable]) =>
    variable.role === 'input' || (variable.default !== undefined && variable.default !== null) ? [name] : [],
  );
}

/**
 * Variables that are set on every path to a node (definite assignment: a forward analysis that keeps what all
 * predecessors agree on). Only nodes that a trigger leads to, by a rule or without one, are in the answer.
 */
export function surelySet(flow: CompiledFlow): Map<NodeId, ReadonlySet<string>> {
  const before = new Map<NodeId, ReadonlySet<string>>();
  const given = new Set(givenVariables(flow));
  for (const { id } of triggersOf(flow)) before.set(id, given);
  const order = forwardOrder(flow);
  for (let isSettled = false; !isSettled;) {
    isSettled = true;
    for (const id of order) {
      const node = flow.nodes.get(id);
      const set = before.get(id);
      if (!node || !set) continue;
      const filled = node.type === null || node.isBroken ? null : filledAfter(node as UsableNode);
      const arrive = (to: NodeId, after: ReadonlySet<string>) => {
        const known = before.get(to);
        const agreed = known === undefined ? after : intersection(known, after);
        if (agreed === known) return;
        before.set(to, agreed);
        isSettled = false;
      };
      for (const exit of exitsOf(node)) {
        const added = filled?.get(exit.port);
        arrive(exit.to, added === undefined ? set : union(set, added));
      }
      // A rule takes over before the step has filled anything.
      for (const rule of rulesFrom(flow, node)) arrive(rule, set);
    }
  }
  return before;
}

/** By port: what the node fills on the way there, and what it has found to be there. */
function filledAfter(node: UsableNode): Map<PortId, string[]> {
  const filled = presentAfter(node);
  for (const { name, ports } of writesOf(node)) {
    for (const port of ports) filled.set(port, [...(filled.get(port) ?? []), name]);
  }
  return filled;
}

function union(set: ReadonlySet<string>, added: readonly string[]): ReadonlySet<string> {
  if (added.every((name) => set.has(name))) return set;
  const all = new Set(set);
  for (const name of added) all.add(name);
  return all;
}

/** `left` itself when `right` has all of it. */
function intersection(left: ReadonlySet<string>, right: ReadonlySet<string>): ReadonlySet<string> {
  if (left === right) return left;
  let common: Set<string> | null = null;
  for (const name of left) {
    if (right.has(name)) continue;
    common ??= new Set(left);
    common.delete(name);
  }
  return common ?? left;
}
