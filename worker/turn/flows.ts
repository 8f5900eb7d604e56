/** Published versions, compiled: immutable, so a copy in memory is as good as the row. */
import { compileFlow, type CompiledFlow } from '../../core/flow/engine.ts';
import type { FlowDoc } from '../../core/flow/document.ts';
import type { Tx } from '../../platform/db/pool.ts';

const MAX_ENTRIES = 500;

/** A run names a version that isn't in the database: a defect, since foreign keys hold it there. */
export class FlowVersionMissingError extends Error {
  readonly code = 'flow_version_missing';
}

export interface FlowCache {
  get(tx: Tx, flowVersionId: string): Promise<CompiledFlow>;
}

export function createFlowCache(): FlowCache {
  const cache = new Map<string, CompiledFlow>();
  return {
    async get(tx, flowVersionId) {
      const known = cache.get(flowVersionId);
      if (known) return known;
      const [row] = await tx<{ doc: FlowDoc }[]>`select doc from flow_versions where id = ${flowVersionId}`;
      if (!row) throw new FlowVersionMissingError(`There is no flow version ${flowVersionId}.`);
      const flow = compileFlow(row.doc);
      if (cache.size >= MAX_ENTRIES) cache.delete(cache.keys().next().value!);
      cache.set(flowVersionId, flow);
      return flow;
    },
  };
}
