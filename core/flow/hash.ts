/** One hash for what a flow does: documents that differ only in layout, notes or key order have the same. */
import type { FlowDoc } from './document.ts';

/** SHA-256 in hex over the document without `ui` and notes. */
export async function semanticHash(doc: FlowDoc): Promise<string> {
  const bytes = new TextEncoder().encode(canonicalJson(semanticPart(doc)));
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function semanticPart(doc: FlowDoc): unknown {
  const nodes = Object.entries(doc.nodes).map(([id, { type, typeVersion, data }]) => [
    id,
    { type, typeVersion, data },
  ]);
  // Edge ids are names for the editor; what counts is which port leads where.
  const edges = Object.values(doc.edges).map(({ from, to }) => [from.node, from.port, to].join(' '));
  return {
    schemaVersion: doc.schemaVersion,
    nodes: Object.fromEntries(nodes) as unknown,
    edges: edges.sort(),
    variables: doc.variables,
    rules: doc.rules,
  };
}

/** JSON with sorted keys; what JSON leaves out is left out. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const parts = entries
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`);
  return `{${parts.join(',')}}`;
}
