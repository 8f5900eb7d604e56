import type { FlowDoc } from '../../core/flow/document.ts';
import { storedFlow } from '../../core/flow/migrations/index.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { ApiError } from '../problems.ts';

/**
 * The document of a published version in today's shape.
 * @throws ApiError not_found
 */
export async function loadVersionDoc(tx: Tx, org: string, flow: string, number: number): Promise<FlowDoc> {
  const [row] = await tx<{ doc: unknown }[]>`
    select v.doc from public.flow_versions v
    where v.org_id = ${org} and v.flow_id = ${flow} and v.number = ${number}`;
  if (!row) throw new ApiError('not_found');
  return storedFlow(row.doc);
}
