/** Table `campaigns`. What became of its people is in `campaign-counts.ts`. */
import type { Campaign, CampaignCounts, CampaignSummary } from '../../core/api/campaigns.ts';
import type { CampaignDoc } from '../../core/campaigns/document.ts';
import {
  isOver,
  type CampaignAction,
  type CampaignStatus,
  type PauseReason,
} from '../../core/campaigns/statuses.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { workflowIds } from '../../workflows/contract.ts';
import { ApiError } from '../problems.ts';
import { campaignCountsOf } from './campaign-counts.ts';
import { toTime, toTimeOrNull } from './time.ts';

export interface CampaignSummaryRow {
  id: string;
  name: string;
  status: CampaignStatus;
  pause_reason: PauseReason | null;
  error: string | null;
  phone_number_id: string | null;
  template_name: string | null;
  creator_name: string | null;
  starts_at: Date | null;
  started_at: Date | null;
  ended_at: Date | null;
  prepared_at: Date | null;
  recipient_count: number | null;
  created_at: Date;
  updated_at: Date;
  created_key: string;
}

interface CampaignRow extends CampaignSummaryRow {
  org_id: string;
  doc: CampaignDoc;
  rate_per_second: number | null;
  winner: string | null;
  test_sent_at: Date | null;
  test_decided_at: Date | null;
  requester_name: string | null;
  approver_name: string | null;
  next_send_at: Date | null;
  has_unsent: boolean;
}

/** For a query in which `campaigns` is `g`. */
export function campaignSummaryColumns(tx: Tx) {
  return tx`
    g.id, g.name, g.status, g.pause_reason, g.error, g.phone_number_id,
    nullif(g.doc #>> '{variants,0,template,name}', '') as template_name, ${nameOf(tx, 'created_by')} as creator_name, g.starts_at,
    g.started_at, g.ended_at, g.prepared_at, g.recipient_count, g.created_at, g.updated_at, g.created_at::text as created_key`;
}

function campaignColumns(tx: Tx) {
  return tx`
    ${campaignSummaryColumns(tx)}, g.org_id, g.doc, g.rate_per_second, g.winner, g.test_sent_at, g.test_decided_at,
    ${nameOf(tx, 'requested_by')} as requester_name, ${nameOf(tx, 'approved_by')} as approver_name,
    (select min(r.send_at) from public.campaign_recipients r where r.campaign_id = g.id and r.state = 'pending') as next_send_at,
    exists (select from public.campaign_recipients r
      where r.campaign_id = g.id and r.state = 'pending' and r.attempts = 0) as has_unsent`;
}

/** Of `user:{id}` or `key:{id}`: people are asked for their name when it is read, so that a new one shows. */
function nameOf(tx: Tx, column: 'created_by' | 'requested_by' | 'approved_by') {
  const by = tx`g.${tx(column)}`;
  return tx`
    case when ${by} like 'key:%' then private.api_key_name(g.org_id, substr(${by}, 5)::uuid)
      else (select m.name from private.member_names(g.org_id) m where 'user:' || m.user_id = ${by}) end`;
}

export function toCampaignSummary(row: CampaignSummaryRow, counts: CampaignCounts | null): CampaignSummary {
  return {
    id: row.id,
    name: row.name,
    status: row.status,
    pauseReason: row.pause_reason,
    error: row.error,
    phoneNumberId: row.phone_number_id,
    templateName: row.template_name,
    createdBy: row.creator_name,
    counts,
    startsAt: toTimeOrNull(row.starts_at),
    startedAt: toTimeOrNull(row.started_at),
    endedAt: toTimeOrNull(row.ended_at),
    createdAt: toTime(row.created_at),
    updatedAt: toTime(row.updated_at),
  };
}

/** @throws ApiError not_found */
export async function findCampaign(tx: Tx, org: string, id: string): Promise<Campaign> {
  const [row] = await tx<CampaignRow[]>`
    select ${campaignColumns(tx)} from public.campaigns g where g.org_id = ${org} and g.id = ${id}`;
  if (!row) throw new ApiError('not_found');
  const counts = row.prepared_at === null ? null : await campaignCountsOf(tx, org, [id]);
  return {
    ...toCampaignSummary(row, counts?.get(id) ?? null),
    doc: row.doc,
    stage: stageOf(row),
    nextSendAt: isOver(row.status) ? null : toTimeOrNull(row.next_send_at),
    winner: row.winner,
    ratePerSecond: row.status === 'draft' ? row.doc.delivery.ratePerSecond : row.rate_per_second,
    requestedBy: row.requester_name,
    approvedBy: row.approver_name,
    workflowId: workflowIds.campaign(row.org_id, row.id),
  };
}

/** Keys of its variants. @throws ApiError not_found */
export async function campaignVariants(tx: Tx, org: string, id: string): Promise<string[]> {
  const [row] = await tx<Pick<CampaignRow, 'doc'>[]>`
    select g.doc from public.campaigns g where g.org_id = ${org} and g.id = ${id}`;
  if (!row) throw new ApiError('not_found');
  return row.doc.variants.map(({ key }) => key);
}

/** What a campaign that was started and isn't over is at. */
function stageOf(row: CampaignRow): Campaign['stage'] {
  if (row.status === 'scheduled') return 'waiting';
  if (row.status !== 'running' && row.status !== 'paused') return null;
  if (row.prepared_at === null) return 'preparing';
  if (row.doc.delivery.test !== null && row.test_decided_at === null)
    return row.test_sent_at === null ? 'testing' : 'deciding';
  return row.has_unsent ? 'sending' : 'retrying';
}

/** Who is asked for by an action that the campaign's state refuses gets 409. @throws ApiError not_found */
export async function steerCampaign(
  tx: Tx,
  { org, campaign }: { org: string; campaign: string },
  action: CampaignAction | 'setRate',
  { startsAt = null, ratePerSecond = null }: { startsAt?: Date | null; ratePerSecond?: number | null } = {},
): Promise<Campaign> {
  const [steered] = await tx`
    select from private.steer_campaign(${org}, ${campaign}, ${action}, ${startsAt}, ${ratePerSecond}) g where g.id is not null`;
  if (!steered) throw new ApiError('not_found');
  return findCampaign(tx, org, campaign);
}
