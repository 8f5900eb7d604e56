import type { Flow } from '../../core/api/schemas.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { ApiError } from '../problems.ts';
import { loadFlow } from './load-flow.ts';

/** @throws ApiError not_found, wrong_flow_status */
export async function setFlowStatus(tx: Tx, org: string, id: string, status: Flow['status']): Promise<Flow> {
  const [row] = await tx<{ status: string | null }[]>`
    select private.set_flow_status(${org}, ${id}, ${status}) as status`;
  if (!row?.status) throw new ApiError('not_found');
  return loadFlow(tx, org, id);
}
