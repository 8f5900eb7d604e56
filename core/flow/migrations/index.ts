/**
 * Documents of older versions, read as today's: numbered steps over the whole document, then each node's own upgrades.
 * Drafts are written back in the new shape with the next save; published versions stay as they were stored.
 */
import { FLOW_SCHEMA_VERSION } from '../document.ts';
import type { FlowDoc } from '../document.ts';
import { nodeTypeOf } from '../nodes/registry.ts';
import { rules } from './001-rules.ts';
import type { Migration } from './contract.ts';

/** The step at index 0 makes schema version 2 of 1, and so on. */
const migrations: readonly Migration[] = [rules];

/** Total: what isn't a document, or is newer than this version, comes back as it is, for the parser to refuse. */
export function migrateFlow(json: unknown): unknown {
  if (!isRecord(json)) return json;
  const from = json['schemaVersion'];
  if (typeof from !== 'number' || !Number.isInteger(from) || from < 1 || from > FLOW_SCHEMA_VERSION)
    return json;
  let doc = json;
  for (const [index, migrate] of migrations.entries()) {
    if (index + 1 >= from) doc = { ...migrate(doc), schemaVersion: index + 2 };
  }
  return { ...doc, nodes: upgradeNodes(doc['nodes']) };
}

/** A published version, which was checked when it was published. */
export function storedFlow(json: unknown): FlowDoc {
  return migrateFlow(json) as FlowDoc;
}

function upgradeNodes(nodes: unknown): unknown {
  if (!isRecord(nodes)) return nodes;
  return Object.fromEntries(Object.entries(nodes).map(([id, node]) => [id, upgradeNode(node)]));
}

function upgradeNode(node: unknown): unknown {
  if (!isRecord(node) || typeof node['type'] !== 'string' || !isRecord(node['data'])) return node;
  const manifest = nodeTypeOf(node['type'])?.manifest;
  const from = node['typeVersion'];
  if (!manifest || typeof from !== 'number' || !Number.isInteger(from) || from < 1) return node;
  const upgrades = manifest.upgrades?.slice(from - 1) ?? [];
  if (upgrades.length === 0) return node;
  const data = upgrades.reduce((before, upgrade) => upgrade(before), node['data']);
  return { ...node, typeVersion: manifest.typeVersion, data };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
