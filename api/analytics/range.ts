import { DEFAULT_RANGE_DAYS } from '../../core/api/analytics.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { ApiError } from '../problems.ts';

/** Days of the calendar where the organisation is, and the moments at which the first begins and the last is over. */
export interface Range {
  from: string;
  to: string;
  days: number;
  timeZone: string;
  bucket: 'day' | 'hour';
  /** RFC 3339. */
  startsAt: string;
  endsAt: string;
}

export interface AskedRange {
  from?: string | undefined;
  to?: string | undefined;
  bucket: Range['bucket'];
}

/**
 * `days` is less than 1 when the range ends before it begins.
 * @throws ApiError not_found
 */
export async function findRange(tx: Tx, org: string, { from, to, bucket }: AskedRange): Promise<Range> {
  const [row] = await tx<Omit<Range, 'bucket'>[]>`
    select r.from::text as "from", r.to::text as "to", r.to - r.from + 1 as days, r.time_zone as "timeZone",
      to_json(r.from::timestamp at time zone r.time_zone) #>> '{}' as "startsAt",
      to_json((r.to + 1)::timestamp at time zone r.time_zone) #>> '{}' as "endsAt"
    from public.organizations o
    cross join lateral (
      select coalesce(${to ?? null}::text::date, (now() at time zone o.time_zone)::date) as "to", o.time_zone) t
    cross join lateral (
      select coalesce(${from ?? null}::text::date, t.to - ${DEFAULT_RANGE_DAYS - 1}::int) as "from", t.to, t.time_zone) r
    where o.id = ${org}`;
  if (!row) throw new ApiError('not_found');
  return { ...row, bucket };
}
