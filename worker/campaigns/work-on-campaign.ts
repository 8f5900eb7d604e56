/** The steps of a campaign, each as far as it comes in most of a minute. */
import { loadScene } from '../../platform/campaigns/scene.ts';
import type { Sql } from '../../platform/db/pool.ts';
import type { CampaignInput, CampaignReport, CampaignStep } from '../../workflows/campaign-contract.ts';
import { loadCampaign } from './campaign.ts';
import { clearSome } from './clear.ts';
import { nextStep } from './next-step.ts';
import { preparePage } from './prepare.ts';
import { purposeOf } from './purpose.ts';
import { sendSlice, type SliceOptions } from './slice.ts';
import { pauseItself, reasonToStop } from './stop-rule.ts';
import { decideTest } from './test-group.ts';

const STEP_MS = 50_000;

/** May be cut off anywhere and run twice at once. @returns what is next */
export async function workOnCampaign(
  sql: Sql,
  input: CampaignInput,
  step: CampaignStep,
  options: SliceOptions,
): Promise<CampaignReport> {
  await steps[step](sql, input, options);
  return nextStep(sql, input, options.clock());
}

const steps: Record<CampaignStep, (sql: Sql, input: CampaignInput, options: SliceOptions) => Promise<void>> =
  { look: begin, prepare, send: sendSlice, decide, clear };

/** Its time may have come. */
async function begin(sql: Sql, { orgId, campaignId }: CampaignInput, { clock }: SliceOptions) {
  await sql`
    update campaigns set status = 'running', started_at = ${clock()}
    where org_id = ${orgId} and id = ${campaignId} and status = 'scheduled' and starts_at <= ${clock()}`;
}

async function prepare(sql: Sql, input: CampaignInput, { clock, signal }: SliceOptions) {
  const campaign = await loadCampaign(sql, input);
  if (campaign?.status !== 'running') return;
  const { orgId, phoneNumberId } = campaign;
  if (phoneNumberId === null) return fail(sql, input, 'number_missing', clock());
  const scene = await loadScene(sql, orgId, phoneNumberId, clock());
  const usable = purposeOf(campaign, scene);
  if ('cannotSend' in usable) return pauseItself(sql, campaign, usable.cannotSend);
  const endsAt = Date.now() + STEP_MS;
  const { timeZone } = scene;
  try {
    while (!signal.aborted && Date.now() < endsAt) {
      const { isDone } = await preparePage(sql, campaign, { ...usable, timeZone, now: clock() });
      if (isDone) return;
    }
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    await fail(sql, input, 'audience_unreadable', clock());
  }
}

async function decide(sql: Sql, input: CampaignInput, { clock }: SliceOptions) {
  const campaign = await loadCampaign(sql, input);
  if (campaign?.status !== 'running') return;
  const reason = await reasonToStop(sql, campaign);
  if (reason !== null) return pauseItself(sql, campaign, reason);
  await decideTest(sql, campaign, clock());
}

async function clear(sql: Sql, input: CampaignInput, { signal }: SliceOptions) {
  const campaign = await loadCampaign(sql, input);
  if (campaign?.status !== 'cancelled') return;
  const endsAt = Date.now() + STEP_MS;
  while (!signal.aborted && Date.now() < endsAt) if (await clearSome(sql, campaign)) return;
}

/** Nobody can put it right by resuming. */
async function fail(sql: Sql, { orgId, campaignId }: CampaignInput, code: string, now: Date) {
  await sql`
    update campaigns set status = 'failed', error = ${code}, ended_at = ${now}, wake_at = null
    where org_id = ${orgId} and id = ${campaignId} and status = 'running'`;
}

/** Rules of a segment that this version can't read. */
function isUnreadable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'PA004';
}
