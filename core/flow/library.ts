/** The versions that a flow calls, and those that they call: which they are, and how much one flow may call. */
import type { FlowDoc } from './document.ts';
import type { SubflowUse } from './nodes/contract.ts';
import { nodeTypeOf } from './nodes/registry.ts';

/** Flows may call flows that call flows; deeper nesting is a mistake, most often a flow that calls itself. */
export const MAX_SUBFLOW_DEPTH = 5;

/** Steps of all versions that one flow calls, over all levels; a version counts once, however often it is called. */
export const MAX_CALLED_NODES = 2_000;

/** Documents of the versions that a flow calls, by `subflowKey`; those that they call among them. */
export type FlowLibrary = Readonly<Record<string, FlowDoc>>;

export function subflowKey({ flowId, version }: SubflowUse): string {
  return `${flowId}/${version}`;
}

/** The document of a called version, null when the library lacks it. */
export function calledDoc(library: FlowLibrary, key: string): FlowDoc | null {
  return Object.hasOwn(library, key) ? (library[key] ?? null) : null;
}

/** The versions that a document calls itself; not those that they call. */
export function subflowsOf(doc: FlowDoc): SubflowUse[] {
  return Object.values(doc.nodes).flatMap((node) => {
    const manifest = nodeTypeOf(node.type)?.manifest;
    if (manifest?.subflow === undefined) return [];
    const parsed = manifest.schema.safeParse(node.data);
    const use = parsed.success ? manifest.subflow(parsed.data) : null;
    return use ? [use] : [];
  });
}

/** How many steps a flow calls, as MAX_CALLED_NODES counts them; beyond that limit counting ends. */
export function countCalledNodes(doc: FlowDoc, library: FlowLibrary): number {
  const counted = new Set<string>();
  let count = 0;
  let level = [doc];
  for (let depth = 0; depth < MAX_SUBFLOW_DEPTH && count <= MAX_CALLED_NODES; depth += 1) {
    const called = [...newUses(level, counted).keys()].map((key) => calledDoc(library, key));
    count += called.reduce((sum, one) => sum + weightOf(one), 0);
    level = called.filter((one) => one !== null);
  }
  return count;
}

/** Called versions that are asked for at once. */
const BATCH = 50;

/**
 * Adds to `library` what a flow calls and it lacks, level by level. It ends early once the flow calls too much: what is there then
 * is enough for `countCalledNodes` to say so.
 * @param load the documents of these versions; one that doesn't exist is left out
 */
export async function addCalledVersions(
  doc: FlowDoc,
  library: Record<string, FlowDoc>,
  load: (uses: SubflowUse[]) => Promise<FlowLibrary>,
): Promise<void> {
  const counted = new Set<string>();
  let count = 0;
  let level = [doc];
  for (let depth = 0; depth < MAX_SUBFLOW_DEPTH; depth += 1) {
    const uses = [...newUses(level, counted)];
    level = [];
    for (let at = 0; at < uses.length; at += BATCH) {
      if (count + uses.length - at > MAX_CALLED_NODES) return;
      const batch = uses.slice(at, at + BATCH);
      const missing = batch.filter(([key]) => !Object.hasOwn(library, key)).map(([, use]) => use);
      if (missing.length > 0) Object.assign(library, await load(missing));
      const called = batch.map(([key]) => calledDoc(library, key));
      count += called.reduce((sum, one) => sum + weightOf(one), 0);
      level.push(...called.filter((one) => one !== null));
    }
  }
}

/** What these documents call and isn't counted yet, by key; it counts from now on. */
function newUses(docs: readonly FlowDoc[], counted: Set<string>): Map<string, SubflowUse> {
  const uses = new Map(docs.flatMap(subflowsOf).map((use) => [subflowKey(use), use]));
  for (const key of uses.keys()) {
    if (counted.has(key)) uses.delete(key);
    counted.add(key);
  }
  return uses;
}

/** A version that isn't there counts as one step: so a library that was left incomplete for its size shows that. */
function weightOf(doc: FlowDoc | null): number {
  return doc === null ? 1 : Math.max(1, Object.keys(doc.nodes).length);
}
