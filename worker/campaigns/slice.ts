/**
 * Sends for most of a minute: claims batches one after the other and has a few of them on their way at once. At least once a second it
 * looks whether it still runs, how fast, and whether it has to stop itself.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SendPurpose } from '../../core/messaging/content.ts';
import { CAMPAIGN_SHARE } from '../../core/campaigns/pace.ts';
import type { CampaignScene } from '../../core/campaigns/message.ts';
import type { PauseReason } from '../../core/campaigns/statuses.ts';
import { loadScene } from '../../platform/campaigns/scene.ts';
import type { Sql } from '../../platform/db/pool.ts';
import type { CampaignInput } from '../../workflows/campaign-contract.ts';
import type { Gate } from '../gate/gate.ts';
import { isTesting, loadCampaign, type Campaign } from './campaign.ts';
import { claimBatch, type Batch } from './claim.ts';
import { createPace, numberRate } from './pace.ts';
import { recordResults } from './record-results.ts';
import { releaseClaims } from './release-claims.ts';
import { purposeOf } from './purpose.ts';
import { pauseItself, reasonToStop } from './stop-rule.ts';

const SLICE_MS = 50_000;
const LOOK_EVERY_MS = 1_000;
/** The stop rule counts all messages: never more than this share of the time. */
const COUNTING_SHARE = 0.05;
const BATCHES_AT_ONCE = 3;
/** What is due later than this is left to the workflow, which sleeps. */
const WORTH_WAITING_MS = 10_000;

export interface SliceOptions {
  clock(): Date;
  gate: Pick<Gate, 'sendMessages'>;
  /** Aborted when the worker is to stop, or Temporal has given the work to another one. */
  signal: AbortSignal;
}

interface View {
  campaign: Campaign;
  scene: CampaignScene;
  purpose: SendPurpose;
}

/** Returns when nothing is due for a while, when it is no longer to run, or when its time is over. */
export async function sendSlice(
  sql: Sql,
  input: CampaignInput,
  { clock, gate, signal }: SliceOptions,
): Promise<void> {
  const endsAt = Date.now() + SLICE_MS;
  const pace = createPace();
  const underway = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let mayClaim = true;
  let lookedAt = 0;
  let countsFrom = 0;
  let view: View | null = null;
  await releaseClaims(sql, input);

  try {
    while (mayClaim && failures.length === 0 && !signal.aborted && Date.now() < endsAt) {
      if (Date.now() - lookedAt >= LOOK_EVERY_MS) {
        lookedAt = Date.now();
        view = await look();
      }
      if (view === null) break;
      if (underway.size >= BATCHES_AT_ONCE) await Promise.race([...underway, pause(LOOK_EVERY_MS)]);
      else if (pace.waitMs() > 0) await pause(Math.min(pace.waitMs(), LOOK_EVERY_MS));
      else if (!(await sendNext(view))) break;
    }
  } finally {
    await Promise.all(underway);
  }
  if (failures.length > 0) throw failures[0];

  /** @returns false when nothing is due for a while */
  async function sendNext({ campaign, scene, purpose }: View): Promise<boolean> {
    const batch = await claim({ campaign, scene, purpose });
    if (batch.taken > 0) {
      pace.spend(batch.messageIds.length);
      if (batch.messageIds.length > 0) start(campaign, batch);
      if (batch.cannotSend !== null) await stop(campaign, batch.cannotSend);
      return true;
    }
    const dueInMs = await nextDueInMs(campaign);
    if (underway.size === 0 && dueInMs > WORTH_WAITING_MS) return false;
    await Promise.race([...underway, pause(Math.min(Math.max(dueInMs, 10), LOOK_EVERY_MS))]);
    return true;
  }

  /** Null: it isn't to send any more. */
  async function look(): Promise<View | null> {
    const campaign = await loadCampaign(sql, input);
    if (campaign?.status !== 'running') return null;
    const { orgId, phoneNumberId } = campaign;
    const [scene, rate] = await Promise.all([
      loadScene(sql, orgId, phoneNumberId, clock()),
      numberRate(sql, campaign),
    ]);
    pace.set(campaign.ratePerSecond, rate);
    const usable = purposeOf(campaign, scene);
    if ('cannotSend' in usable) return stop(campaign, usable.cannotSend);
    const reason = await count(campaign);
    if (reason !== null) return stop(campaign, reason);
    return { campaign, scene, purpose: usable.purpose };
  }

  async function count(campaign: Campaign) {
    if (Date.now() < countsFrom) return null;
    const began = Date.now();
    const reason = await reasonToStop(sql, campaign);
    countsFrom = Date.now() + (Date.now() - began) / COUNTING_SHARE;
    return reason;
  }

  async function claim({ campaign, scene, purpose }: View): Promise<Batch> {
    const claimFrom = (isTest: boolean) =>
      claimBatch(sql, campaign, {
        ...{ limit: pace.batchSize(), isTest, purpose },
        scene: { ...scene, now: clock() },
      });
    const hasTest = campaign.doc.delivery.test !== null;
    if (isTesting(campaign)) return claimFrom(true);
    const batch = await claimFrom(false);
    // Those of the test that are tried again.
    return batch.taken === 0 && hasTest ? claimFrom(true) : batch;
  }

  function start(campaign: Campaign, batch: Batch) {
    const work = send(campaign, batch)
      .catch((error: unknown) => {
        failures.push(error);
      })
      .finally(() => underway.delete(work));
    underway.add(work);
  }

  async function send(campaign: Campaign, { messageIds, lease }: Batch) {
    const results = await gate.sendMessages(messageIds, clock(), { leaveShare: 1 - CAMPAIGN_SHARE });
    for (const result of results.values())
      if (result.kind === 'deferred' && result.noBudget) pace.rest(result.retryInMs);
    const reason = await recordResults(sql, campaign, lease, results, clock());
    if (reason !== null) await stop(campaign, reason);
  }

  async function stop(campaign: Campaign, reason: PauseReason): Promise<null> {
    mayClaim = false;
    await pauseItself(sql, campaign, reason);
    return null;
  }

  async function nextDueInMs(campaign: Campaign): Promise<number> {
    const [row] = await sql<{ at: Date | null }[]>`
      select min(send_at) as at from campaign_recipients
      where campaign_id = ${campaign.id} and state = 'pending' and is_test = ${isTesting(campaign)}`;
    return row!.at === null ? Infinity : row!.at.getTime() - clock().getTime();
  }

  /** Also over when the worker is to stop. */
  async function pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal }).catch(() => {});
  }
}
