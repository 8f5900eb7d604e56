/** Published versions, compiled: immutable, so a copy in memory is as good as the row. */
import { compileFlow, type CompiledFlow } from '../../core/flow/engine.ts';
import type { FlowDoc } from '../../core/flow/document.ts';
import type { Tx } from '../../platform/db/pool.ts';

const MAX_ENTRIES = 500;

/** A run names a version that isn't in the database: a defect, since foreign keys hold it there. */
export class FlowVersionMissingError extends Error {
  readonly code = 'flow_version_missing';
}

export interface KnownFlow {
  flow: CompiledFlow;
  /** Names of the templates it may send, so that a turn reads those and not all of the account's. */
  templateNames: string[];
}

export interface FlowCache {
  get(tx: Tx, flowVersionId: string): Promise<KnownFlow>;
}

export function createFlowCache(): FlowCache {
  const cache = new Map<string, KnownFlow>();
  return {
    async get(tx, flowVersionId) {
      const cached = cache.get(flowVersionId);
      if (cached) return cached;
      const [row] = await tx<{ doc: FlowDoc }[]>`select doc from flow_versions where id = ${flowVersionId}`;
      if (!row) throw new FlowVersionMissingError(`There is no flow version ${flowVersionId}.`);
      const known = { flow: compileFlow(row.doc), templateNames: templateNamesIn(row.doc) };
      if (cache.size >= MAX_ENTRIES) cache.delete(cache.keys().next().value!);
      cache.set(flowVersionId, known);
      return known;
    },
  };
}

function templateNamesIn(doc: FlowDoc): string[] {
  const names = Object.values(doc.nodes).flatMap(({ data }) => {
    const { name, fallback } = data as { name?: unknown; fallback?: { name?: unknown } | null };
    return [name, fallback?.name];
  });
  return [...new Set(names.filter((name) => typeof name === 'string'))];
}
