/** Puts other names in place of those that a flow uses: for a flow that moves to another organisation. */
import { compileFlow } from './compile.ts';
import type { FlowDoc } from './document.ts';
import { splitFlow, splitTemplate } from './transfer.ts';
import { usesOf } from './uses.ts';
import type { Use, UseKind } from './uses.ts';

/** By kind and key as in `Use`; the new key has the same form (`name/language`, `flowId/version`). */
export type NameMapping = Partial<Record<UseKind, Readonly<Record<string, string>>>>;

/** A new document; places whose name isn't mapped stay as they are. */
export function mapNames(doc: FlowDoc, mapping: NameMapping): FlowDoc {
  const mapped = structuredClone(doc);
  for (const use of usesOf(compileFlow(doc))) {
    const names = mapping[use.kind];
    const next = names && Object.hasOwn(names, use.name) ? names[use.name] : undefined;
    if (next === undefined || next === use.name) continue;
    const root: unknown = use.nodeId === null ? mapped : mapped.nodes[use.nodeId]?.data;
    replaceAt(root, use.field.split('.'), use, next);
  }
  return mapped;
}

function replaceAt(root: unknown, path: readonly string[], use: Use, next: string): void {
  let place = root;
  for (const key of path.slice(0, -1)) place = isRecord(place) ? place[key] : undefined;
  const key = path.at(-1);
  if (!isRecord(place) || key === undefined) return;
  if (use.kind === 'template') Object.assign(place, splitTemplate(next));
  else if (use.kind === 'flow') Object.assign(place, splitFlow(next));
  else if (typeof place[key] === 'string') place[key] = renamed(place[key], use, next);
}

/** A field that is the name itself, or a text or path that holds it. */
function renamed(text: string, { kind, name }: Use, next: string): string {
  if (text.trim() === name) return next;
  if (kind !== 'attribute') return text;
  const prefix = 'contact.attributes.';
  return text
    .split(prefix)
    .map((part, index) =>
      index > 0 && part.startsWith(name) && !/^\w/u.test(part.slice(name.length))
        ? next + part.slice(name.length)
        : part,
    )
    .join(prefix);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
