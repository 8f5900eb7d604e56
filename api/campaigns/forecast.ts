/** What a campaign would cost and when it would be done, from what the organisation and its number have done lately. */
import type { Preflight } from '../../core/api/campaigns.ts';
import type { CampaignDelivery } from '../../core/campaigns/document.ts';
import { finishOf, paceOf, reachOf } from '../../core/campaigns/pace.ts';
import { localStartOf } from '../../core/campaigns/start.ts';
import type { Tx } from '../../platform/db/pool.ts';
import type { CountedAudience } from './audience.ts';

/** With fewer messages than that the share of the delivered ones says little. */
const MIN_MESSAGES = 100;
const LATELY_DAYS = 30;

/** Of the messages lately, 0 to 1; 1 where there are too few to tell. */
export async function deliveredShare(tx: Tx, org: string, now: Date): Promise<number> {
  const [row] = await tx<{ out: number; delivered: number }[]>`
    select coalesce(sum(h.sent + h.delivered + h.read + h.failed), 0)::int as out,
      coalesce(sum(h.delivered + h.read), 0)::int as delivered
    from public.analytics_hours h
    where h.org_id = ${org} and h.at > ${now}::timestamptz - make_interval(days => ${LATELY_DAYS})`;
  const { out, delivered } = row!;
  return out < MIN_MESSAGES ? 1 : delivered / out;
}

export interface NumberStanding {
  /** Messages a second. */
  rate: number;
  headroom: Preflight['headroom'];
}

/** Before a number is chosen: what most numbers have. */
const USUAL: NumberStanding = { rate: 80, headroom: { limit: null, used: 0 } };

export async function standingOf(
  tx: Tx,
  org: string,
  phoneNumberId: string | null,
  now: Date,
): Promise<NumberStanding> {
  const [row] = await tx<{ rate: number; used: number; limit: string | null }[]>`
    select s.rate_per_second as rate, s.written_to as used, p.messaging_limit as limit
    from public.phone_numbers p cross join private.pace_of_number(${org}, ${phoneNumberId}, ${now}) s
    where p.org_id = ${org} and p.id = ${phoneNumberId}`;
  if (!row) return USUAL;
  return { rate: row.rate, headroom: { limit: reachOf(row.limit), used: row.used } };
}

export interface Course {
  delivery: CampaignDelivery;
  zones: CountedAudience['zones'];
  startsAt: Date;
  /** Of the organisation. */
  timeZone: string;
  numberRate: number;
}

/** Null when nobody gets it. */
export async function finishesAt(
  tx: Tx,
  { delivery, zones, startsAt, timeZone, numberRate }: Course,
): Promise<Date | null> {
  const due = zones.map((zone) => {
    const where = zone.timeZone ?? timeZone;
    return { where, count: zone.count, from: localStartOf(delivery, where, startsAt) };
  });
  const { quietHours, test, ratePerSecond } = delivery;
  const rows = await tx<{ at: Date }[]>`
    select private.after_quiet_hours(d.from_at, d.zone, ${quietHours?.from ?? null}::text::time, ${quietHours?.to ?? null}::text::time) as at
    from unnest(${due.map(({ from }) => from.toISOString())}::text[]::timestamptz[], ${due.map(({ where }) => where)}::text[])
      with ordinality d (from_at, zone, n) order by d.n`;
  const sends = due.map(({ count }, at) => ({ count, sendAt: rows[at]!.at }));
  const finish = finishOf(sends, paceOf(numberRate, ratePerSecond));
  return finish && new Date(finish.getTime() + (test?.waitMs ?? 0));
}
