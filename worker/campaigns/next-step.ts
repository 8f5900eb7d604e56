/** What is next for a campaign, by its rows alone: every activity ends with it, so that any of them can be lost. */
import { SEND_LEASE_MS } from '../../core/messaging/timing.ts';
import type { Sql } from '../../platform/db/pool.ts';
import type { CampaignInput, CampaignReport } from '../../workflows/campaign-contract.ts';
import { isTesting, loadCampaign, type Campaign } from './campaign.ts';
import { leftToClear } from './clear.ts';
import { completeIfDone } from './complete.ts';
import { describe } from './describe.ts';
import { isTestUnderWay } from './test-group.ts';

/** A step takes a minute at most: later than this it was lost. */
const STEP_TAKES_MS = 2 * 60_000;

type Next = { next: CampaignReport['next']; wakeAt: Date | null };
const at = (wakeAt: Date | null): Next => ({ next: 'wait', wakeAt });
const step = (next: CampaignReport['next']): Next => ({ next, wakeAt: null });

export async function nextStep(sql: Sql, input: CampaignInput, now: Date): Promise<CampaignReport> {
  const campaign = await loadCampaign(sql, input);
  if (campaign === null)
    return { next: 'end', wakeAt: null, status: 'gone', words: 'The campaign was deleted' };
  const { next, wakeAt } = await find(sql, campaign, now);
  const looksAt = next === 'end' ? null : next === 'wait' ? wakeAt : new Date(now.getTime() + STEP_TAKES_MS);
  await sql`
    update campaigns set wake_at = ${looksAt}
    where id = ${campaign.id} and status = ${campaign.status} and wake_at is distinct from ${looksAt}`;
  const { status, words } = await describe(sql, campaign, wakeAt);
  return { next, wakeAt: wakeAt?.toISOString() ?? null, status, words };
}

async function find(sql: Sql, campaign: Campaign, now: Date): Promise<Next> {
  switch (campaign.status) {
    case 'scheduled':
      return campaign.startsAt !== null && campaign.startsAt > now ? at(campaign.startsAt) : step('look');
    case 'running':
      return campaign.preparedAt === null ? step('prepare') : ofRunning(sql, campaign, now);
    case 'paused':
      return at(null);
    case 'cancelled':
      return ofCancelled(sql, campaign, now);
    default:
      return step('end');
  }
}

async function ofRunning(sql: Sql, campaign: Campaign, now: Date): Promise<Next> {
  const due = await nextDue(sql, campaign, now);
  if (due !== null && due <= now) return step('send');
  if (isTesting(campaign)) {
    if (await isTestUnderWay(sql, campaign)) return at(due);
    const decidesAt = await testEndsAt(sql, campaign, now);
    return decidesAt <= now ? step('decide') : at(earlier(due, decidesAt));
  }
  if (due !== null) return at(due);
  const done = await completeIfDone(sql, campaign, now);
  return done.isDone ? step('end') : at(done.looksAt);
}

/** When somebody is due whom it may send to now, or a claim runs out; null: nobody waits. */
async function nextDue(sql: Sql, campaign: Campaign, now: Date): Promise<Date | null> {
  const { id } = campaign;
  const [row] = await sql<{ test: Date | null; rest: Date | null; leaseMs: number | null }[]>`
    select (select min(send_at) from campaign_recipients where campaign_id = ${id} and state = 'pending' and is_test) as test,
      (select min(send_at) from campaign_recipients where campaign_id = ${id} and state = 'pending' and not is_test) as rest,
      (select extract(epoch from min(lease_until) - clock_timestamp()) * 1000 from campaign_recipients
        where campaign_id = ${id} and state = 'claimed') as "leaseMs"`;
  const { test, rest, leaseMs } = row!;
  // Leases go by the database's clock: what is left of one counts.
  const lease = leaseMs === null ? null : new Date(now.getTime() + Math.max(Number(leaseMs), 0));
  return earlier(earlier(test, isTesting(campaign) ? null : rest), lease);
}

/** Notes when the last of the test was sent to. With nobody in it there is nothing to wait for. */
async function testEndsAt(sql: Sql, { id, testSentAt, doc }: Campaign, now: Date): Promise<Date> {
  const sentAt = testSentAt ?? now;
  if (testSentAt === null) await sql`update campaigns set test_sent_at = ${now} where id = ${id}`;
  const [row] = await sql<{ hasTest: boolean }[]>`
    select exists (select from campaign_recipients where campaign_id = ${id} and is_test and state in ('sent', 'pending')) as "hasTest"`;
  return new Date(sentAt.getTime() + (row!.hasTest ? doc.delivery.test!.waitMs : 0));
}

async function ofCancelled(sql: Sql, campaign: Campaign, now: Date): Promise<Next> {
  const left = await leftToClear(sql, campaign);
  if (left === 'nothing') return step('end');
  return left === 'some' ? step('clear') : at(new Date(now.getTime() + SEND_LEASE_MS));
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}
