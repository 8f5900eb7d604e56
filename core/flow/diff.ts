/** What changed from one document to another, in words a marketer reads. Layout and notes don't count. */
import type { NodeId, PortId } from './basics.ts';
import type { FlowDoc, FlowRules } from './document.ts';
import { durationInWords } from './nodes/shared/duration.ts';
import { nodeTypeOf } from './nodes/registry.ts';
import type { FlowNode } from './nodes/registry.ts';
import { nodeSummary, nodeTitle } from './summary.ts';

export interface FlowChange {
  kind:
    | 'nodeAdded'
    | 'nodeRemoved'
    | 'nodeChanged'
    | 'edgeChanged'
    | 'variableAdded'
    | 'variableRemoved'
    | 'variableChanged'
    | 'ruleChanged';
  /** The step it concerns; null for the flow as a whole. */
  nodeId: NodeId | null;
  /** The name of the step, or of what changed. */
  title: string;
  /** What changed, in a sentence. */
  words: string;
}

/** Steps first, in the order of their ids, then ways, variables and rules. Empty when both documents do the same. */
export function diffFlows(before: FlowDoc, after: FlowDoc): FlowChange[] {
  return [
    ...nodeChanges(before, after),
    ...edgeChanges(before, after),
    ...variableChanges(before, after),
    ...ruleChanges(before.rules, after.rules),
  ];
}

function nodeChanges(before: FlowDoc, after: FlowDoc): FlowChange[] {
  return keysOf(before.nodes, after.nodes).flatMap((nodeId): FlowChange[] => {
    const old = own(before.nodes, nodeId);
    const now = own(after.nodes, nodeId);
    if (old && now)
      return old.type === now.type ? editedNode(nodeId, old, now) : replacedNode(nodeId, old, now);
    if (now) {
      const title = nodeTitle(now);
      return [{ kind: 'nodeAdded', nodeId, title, words: `${quoted(title)} added${about(now)}` }];
    }
    const title = nodeTitle(old!);
    return [{ kind: 'nodeRemoved', nodeId, title, words: `${quoted(title)} removed` }];
  });
}

function replacedNode(nodeId: NodeId, old: FlowNode, now: FlowNode): FlowChange[] {
  const title = nodeTitle(now);
  const was = nodeTypeOf(old.type)?.manifest.title ?? old.type;
  return [
    {
      kind: 'nodeChanged',
      nodeId,
      title,
      words: `${quoted(title)} takes the place of a step of type ${was}`,
    },
  ];
}

function editedNode(nodeId: NodeId, old: FlowNode, now: FlowNode): FlowChange[] {
  const title = nodeTitle(now);
  const was = fieldsOf(old.data);
  const is = fieldsOf(now.data);
  const changed = keysOf(was, is).filter((field) => !same(was[field], is[field]));
  if (changed.length === 0) return [];
  const parts = changed.map((field) => fieldChange(field, was[field], is[field]));
  return [{ kind: 'nodeChanged', nodeId, title, words: `${quoted(title)}: ${parts.join('; ')}` }];
}

function fieldChange(field: string, was: unknown, is: unknown): string {
  const name = fieldWords(field);
  if (field === 'label') return `renamed${typeof was === 'string' ? ` from ${quoted(was)}` : ''}`;
  if (isEmpty(was)) return isShort(is) ? `${name} set to ${valueWords(field, is)}` : `${name} added`;
  if (isEmpty(is)) return `${name} removed`;
  if (isShort(was) && isShort(is)) return `${name} ${valueWords(field, was)} is now ${valueWords(field, is)}`;
  if (Array.isArray(was) && Array.isArray(is) && was.length !== is.length)
    return `${name} changed, ${is.length} instead of ${was.length}`;
  return `${name} edited`;
}

/** Ways between steps that stay; those of added and removed steps are told with them. */
function edgeChanges(before: FlowDoc, after: FlowDoc): FlowChange[] {
  const was = waysOf(before);
  const is = waysOf(after);
  return keysOf(was, is).flatMap((key): FlowChange[] => {
    const from = (is[key] ?? was[key])!;
    const old = was[key]?.to ?? null;
    const now = is[key]?.to ?? null;
    const node = own(after.nodes, from.node);
    if (old === now || !node || !own(before.nodes, from.node)) return [];
    const title = nodeTitle(node);
    const way = `${quoted(title)}, way ${quoted(portTitle(node, from.port))}`;
    const target = now === null ? null : own(after.nodes, now);
    const words = target
      ? `${way} ${old === null ? 'leads' : 'now leads'} to ${quoted(nodeTitle(target))}`
      : `${way} leads nowhere any more`;
    return [{ kind: 'edgeChanged', nodeId: from.node, title, words }];
  });
}

function variableChanges(before: FlowDoc, after: FlowDoc): FlowChange[] {
  return keysOf(before.variables, after.variables).flatMap((name): FlowChange[] => {
    const old = own(before.variables, name);
    const now = own(after.variables, name);
    if (same(old, now)) return [];
    const kind = old ? (now ? 'variableChanged' : 'variableRemoved') : 'variableAdded';
    const verb = { variableAdded: 'added', variableRemoved: 'removed', variableChanged: 'changed' }[kind];
    return [{ kind, nodeId: null, title: name, words: `Variable ${quoted(name)} ${verb}` }];
  });
}

const ruleTitles: Record<keyof FlowRules, string> = {
  priority: 'Priority',
  reentry: 'Who may enter again',
  overlap: 'What happens during another conversation',
  exitOn: 'What ends a run early',
  timeoutMs: 'Longest time in the flow',
  quietHours: 'Quiet hours',
  frequencyCap: 'Frequency cap',
};

function ruleChanges(before: FlowRules, after: FlowRules): FlowChange[] {
  return (Object.keys(ruleTitles) as (keyof FlowRules)[])
    .filter((rule) => !same(before[rule], after[rule]))
    .map((rule) => {
      const title = ruleTitles[rule];
      const is = after[rule];
      const words =
        isShort(is) && !isEmpty(is) ? `${title} is now ${valueWords(rule, is)}` : `${title} changed`;
      return { kind: 'ruleChanged', nodeId: null, title, words };
    });
}

interface Way {
  node: NodeId;
  port: PortId;
  to: NodeId;
}

function waysOf(doc: FlowDoc): Record<string, Way> {
  const ways: Record<string, Way> = {};
  for (const id of Object.keys(doc.edges).sort()) {
    const edge = doc.edges[id];
    if (!edge) continue;
    const key = `${edge.from.node} ${edge.from.port}`;
    ways[key] ??= { ...edge.from, to: edge.to };
  }
  return ways;
}

function portTitle(node: FlowNode, port: PortId): string {
  const manifest = nodeTypeOf(node.type)?.manifest;
  const parsed = manifest?.schema.safeParse(node.data);
  const ports = manifest && parsed?.success ? manifest.ports(parsed.data) : [];
  return ports.find(({ id }) => id === port)?.label ?? port;
}

function about(node: FlowNode): string {
  const summary = nodeSummary(node);
  return summary === '' ? '' : `: ${summary}`;
}

/** `retryText` as people read it: `retry text`. */
function fieldWords(field: string): string {
  return field
    .replace(/Ms$/, '')
    .replace(/([A-Z])/g, ' $1')
    .toLowerCase();
}

function valueWords(field: string, value: unknown): string {
  if (typeof value === 'number' && field.endsWith('Ms')) return durationInWords(value);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return typeof value === 'string' ? quoted(value) : String(value);
}

const MAX_SHORT = 60;

function isShort(value: unknown): boolean {
  return typeof value === 'string' ? value.length <= MAX_SHORT : typeof value !== 'object';
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function quoted(text: string): string {
  return `"${text}"`;
}

function fieldsOf(data: unknown): Record<string, unknown> {
  return typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};
}

function keysOf(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Equal as JSON, whatever the order of keys. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  return keysOf(left, right).every((key) => same(left[key], right[key]));
}
