/** The runs in progress that a job is about, in the order of their ids. */
import type { Tx } from '../../platform/db/pool.ts';
import { lockConversations, lockFreeConversations } from '../routing/open-conversations.ts';
import type { RunRef } from '../routing/run-events.ts';
import type { Job } from './job.ts';
import type { RunFilter } from './params.ts';

export async function countRuns(tx: Tx, job: Job): Promise<number> {
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from flow_runs r where ${isWanted(tx, job)}`;
  return row!.count;
}

/** Their conversations are locked: conversation before run, the order of everybody who locks both. */
export async function nextRuns(tx: Tx, job: Job, limit: number): Promise<RunRef[]> {
  const runs = await tx<RunRef[]>`
    select r.id, r.org_id as "orgId", r.flow_id as "flowId", r.contact_id as "contactId", r.conversation_id as "conversationId"
    from flow_runs r where ${isWanted(tx, job)} ${job.cursor === null ? tx`` : tx`and r.id > ${job.cursor}`}
    order by r.id limit ${limit}`;
  const conversations = runs.map(({ conversationId }) => conversationId);
  const free = await lockFreeConversations(tx, conversations);
  await lockConversations(
    tx,
    conversations.filter((id) => !free.has(id)),
  );
  return runs;
}

function isWanted(tx: Tx, job: Job) {
  const { versions, nodeId, runIds } = (job.params as { filter: RunFilter }).filter;
  return tx`
    r.org_id = ${job.orgId} and r.flow_id = ${job.flowId} and r.ended_at is null
    ${versions ? tx`and r.flow_version_id in (select id from flow_versions where flow_id = ${job.flowId} and number = any(${versions}::int[]))` : tx``}
    ${nodeId === undefined ? tx`` : tx`and (r.current_node_id = ${nodeId} or starts_with(r.current_node_id, ${`${nodeId}/`}))`}
    ${runIds ? tx`and r.id = any(${runIds}::uuid[])` : tx``}`;
}
