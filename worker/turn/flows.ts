/** Published versions, compiled: immutable, so a copy in memory is as good as the row. */
import { compileFlow, type CompiledFlow } from '../../core/flow/compile.ts';
import type { FlowDoc } from '../../core/flow/document.ts';
import { addCalledVersions, subflowKey } from '../../core/flow/library.ts';
import { storedFlow } from '../../core/flow/migrations/index.ts';
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
  /** Names of the attributes that it sets. */
  attributeNames: string[];
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
      const [row] = await tx<{ orgId: string; doc: object }[]>`
        select org_id as "orgId", doc from flow_versions where id = ${flowVersionId}`;
      if (!row) throw new FlowVersionMissingError(`There is no flow version ${flowVersionId}.`);
      const doc = storedFlow(row.doc);
      const library = await loadLibrary(tx, row.orgId, doc);
      const docs = [doc, ...Object.values(library)];
      const known = {
        flow: compileFlow(doc, library),
        templateNames: [...new Set(docs.flatMap(templateNamesIn))],
        attributeNames: [...new Set(docs.flatMap(attributeNamesIn))],
      };
      if (cache.size >= MAX_ENTRIES) cache.delete(cache.keys().next().value!);
      cache.set(flowVersionId, known);
      return known;
    },
  };
}

/** The versions that a flow calls, and those that they call; one that is gone is left out, and the step that needs it fails. */
async function loadLibrary(tx: Tx, orgId: string, doc: FlowDoc): Promise<Record<string, FlowDoc>> {
  const library: Record<string, FlowDoc> = {};
  await addCalledVersions(doc, library, async (uses) => {
    const rows = await tx<{ flowId: string; number: number; doc: object }[]>`
      select v.flow_id as "flowId", v.number, v.doc
      from unnest(${uses.map(({ flowId }) => flowId)}::text[], ${uses.map(({ version }) => version)}::bigint[])
        as called (flow_id, number)
      join flow_versions v on v.org_id = ${orgId} and v.flow_id::text = called.flow_id and v.number = called.number`;
    return Object.fromEntries(
      rows.map((row) => [subflowKey({ flowId: row.flowId, version: row.number }), storedFlow(row.doc)]),
    );
  });
  return library;
}

function attributeNamesIn(doc: FlowDoc): string[] {
  return Object.values(doc.nodes).flatMap((node) =>
    node.type === 'set-attribute' ? [node.data.name.trim()] : [],
  );
}

function templateNamesIn(doc: FlowDoc): string[] {
  const names = Object.values(doc.nodes).flatMap(({ data }) => {
    const { name, fallback } = data as { name?: unknown; fallback?: { name?: unknown } | null };
    return [name, fallback?.name];
  });
  return names.filter((name) => typeof name === 'string');
}
