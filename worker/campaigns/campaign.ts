/** A campaign as the worker sees it: its row is its whole state. */
import { campaignDoc, type CampaignDoc } from '../../core/campaigns/document.ts';
import type { CampaignStatus } from '../../core/campaigns/statuses.ts';
import type { Sql, Tx } from '../../platform/db/pool.ts';
import type { CampaignInput } from '../../workflows/campaign-contract.ts';
import { ofLivingOrganization } from '../living-organization.ts';

export interface Campaign {
  id: string;
  orgId: string;
  phoneNumberId: string | null;
  doc: CampaignDoc;
  status: CampaignStatus;
  pauseReason: string | null;
  startsAt: Date | null;
  startedAt: Date | null;
  resumedAt: Date | null;
  ratePerSecond: number | null;
  prepareCursor: string | null;
  preparedAt: Date | null;
  testSentAt: Date | null;
  testDecidedAt: Date | null;
  winner: string | null;
}

/** Null when it is gone, or its organisation is being deleted. */
export async function loadCampaign(
  sql: Sql | Tx,
  { orgId, campaignId }: CampaignInput,
): Promise<Campaign | null> {
  const [row] = await sql<Campaign[]>`
    select id, org_id as "orgId", phone_number_id as "phoneNumberId", doc, status, pause_reason as "pauseReason",
      starts_at as "startsAt", started_at as "startedAt", resumed_at as "resumedAt", rate_per_second as "ratePerSecond",
      prepare_cursor as "prepareCursor", prepared_at as "preparedAt", test_sent_at as "testSentAt",
      test_decided_at as "testDecidedAt", winner
    from campaigns where org_id = ${orgId} and id = ${campaignId} and ${ofLivingOrganization(sql, orgId)}`;
  return row === undefined ? null : { ...row, doc: campaignDoc.parse(row.doc) };
}

/** Whether those who get it first have yet to show how it does: nobody else gets it until then. */
export function isTesting({ doc, testDecidedAt }: Campaign): boolean {
  return doc.delivery.test !== null && testDecidedAt === null;
}

/** Time from a moment on: the workflow's at the start of an activity, with what has passed since. */
export function clockFrom(now: string | Date): () => Date {
  const offsetMs = new Date(now).getTime() - Date.now();
  return () => new Date(Date.now() + offsetMs);
}
