/** Deletes what belonged to an organisation, some thousand rows at a time. */
import { cancellationSignal, heartbeat } from '@temporalio/activity';
import type { Sql } from '../../platform/db/pool.ts';
import { forgetWebhooksOf } from '../webhooks/forget.ts';
import type { PurgeActivities } from '../../workflows/housekeeping-contract.ts';

const SLICE = 2_000;
const WORK_MS = 30_000;

export function createPurgeActivities(sql: Sql, stopping: AbortSignal): PurgeActivities {
  return {
    async purgeOrganization({ orgId }) {
      const signal = AbortSignal.any([stopping, cancellationSignal()]);
      const endAtMs = Date.now() + WORK_MS;
      while (Date.now() < endAtMs && !signal.aborted) {
        if (await forgetWebhooksOf(sql, orgId, SLICE)) {
          heartbeat();
          continue;
        }
        const [row] = await sql<{ hasMore: boolean }[]>`
          select private.purge_organization(${orgId}, ${SLICE}) as "hasMore"`;
        if (!row!.hasMore) return { isDone: true };
        heartbeat();
      }
      return { isDone: false };
    },
  };
}
