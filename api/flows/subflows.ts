import type { FlowDoc } from '../../core/flow/document.ts';
import { addCalledVersions, subflowKey, type FlowLibrary } from '../../core/flow/library.ts';
import { storedFlow } from '../../core/flow/migrations/index.ts';
import type { SubflowUse } from '../../core/flow/nodes/contract.ts';
import type { Tx } from '../../platform/db/pool.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The published versions that these documents call, and those that they call; few queries a level. */
export async function loadSubflows(tx: Tx, org: string, docs: readonly FlowDoc[]): Promise<FlowLibrary> {
  const library: Record<string, FlowDoc> = {};
  for (const doc of docs) await addCalledVersions(doc, library, (uses) => loadVersions(tx, org, uses));
  return library;
}

async function loadVersions(
  tx: Tx,
  org: string,
  uses: readonly SubflowUse[],
): Promise<Record<string, FlowDoc>> {
  // A draft may hold anything where an id belongs.
  const askable = uses.filter(({ flowId, version }) => UUID.test(flowId) && version <= 2_147_483_647);
  if (askable.length === 0) return {};
  const rows = await tx<{ flow_id: string; number: number; doc: unknown }[]>`
    select v.flow_id, v.number, v.doc
    from unnest(${askable.map(({ flowId }) => flowId)}::uuid[], ${askable.map(({ version }) => version)}::int[])
      as asked (flow_id, number)
    join public.flow_versions v on v.org_id = ${org} and v.flow_id = asked.flow_id and v.number = asked.number`;
  return Object.fromEntries(
    rows.map((row) => [subflowKey({ flowId: row.flow_id, version: row.number }), storedFlow(row.doc)]),
  );
}
