import { randomUUID } from 'node:crypto';
import type { Flow } from '../../core/api/schemas.ts';
import { json, type Tx } from '../../platform/db/pool.ts';
import { loadFlow } from './load-flow.ts';
import { readDraft } from './read-draft.ts';

/**
 * A new flow with a draft and nothing published.
 * @throws ApiError flow_unreadable
 */
export async function insertFlow(tx: Tx, org: string, name: string, draft: unknown): Promise<Flow> {
  const { doc, hash } = await readDraft(draft);
  const id = randomUUID();
  await tx`
    insert into public.flows (id, org_id, name, draft, draft_hash)
    values (${id}, ${org}, ${name}, ${json(tx, doc)}, ${hash})`;
  return loadFlow(tx, org, id);
}
