/**
 * Budget and commit in one statement: a token of the number's bucket and the step queued -> sending with a lease. One winner.
 * Budget and leases go by the database's real clock, whatever time a run lives in: they are about real requests.
 */
import { plainText } from '../../core/messaging/content.ts';
import { SEND_LEASE_MS } from '../../core/messaging/timing.ts';
import type { Sql } from '../../platform/db/pool.ts';
import { json } from '../../platform/db/pool.ts';
import type { GateMessage, Sendable } from './load.ts';

export type Claim =
  | { kind: 'won'; attempt: number }
  | { kind: 'lost' }
  | { kind: 'suppressed' }
  | { kind: 'noBudget'; retryInMs: number };

/** @param hashes of the ids it may be sent to; one that is on the list of suppressions keeps it from being sent */
export async function claimForSending(
  sql: Sql,
  message: GateMessage,
  chosen: Sendable,
  hashes: readonly string[],
): Promise<Claim> {
  const [row] = await sql<
    {
      attempt: number | null;
      hadToken: boolean;
      hasBucket: boolean;
      retryInMs: number | null;
      isSuppressed: boolean;
    }[]
  >`
    with listed as (
      select from suppressions s where s.org_id = ${message.orgId} and s.hash in (select decode(h, 'hex') from unnest(${hashes as string[]}::text[]) h)
    ), bucket as (
      select phone_number_id, rate_per_second,
        least(burst, tokens + greatest(0, extract(epoch from clock_timestamp() - updated_at)) * rate_per_second) as available
      from private.rate_buckets where phone_number_id = ${message.phoneNumberId} for update
    ), token as (
      update private.rate_buckets b set tokens = bucket.available - 1, updated_at = clock_timestamp()
      from bucket where b.phone_number_id = bucket.phone_number_id and bucket.available >= 1 and not exists (select from listed)
      returning 1
    ), claimed as (
      update messages set status = 'sending', status_rank = 10, attempt = attempt + 1,
        lease_until = clock_timestamp() + make_interval(secs => ${SEND_LEASE_MS / 1000})
        ${chosen === message ? sql`` : useInstead(sql, chosen)}
      where id = ${message.id} and status = 'queued' and exists (select from token)
      returning attempt
    )
    select (select attempt from claimed), exists (select from token) as "hadToken", exists (select from bucket) as "hasBucket",
      exists (select from listed) as "isSuppressed", (select ceil((1 - available) / rate_per_second * 1000) from bucket) as "retryInMs"`;
  if (row!.attempt !== null) return { kind: 'won', attempt: row!.attempt };
  if (row!.isSuppressed) return { kind: 'suppressed' };
  if (row!.hadToken) return { kind: 'lost' };
  if (!row!.hasBucket) {
    await sql`
      insert into private.rate_buckets (phone_number_id, tokens) values (${message.phoneNumberId}, 80) on conflict do nothing`;
    return claimForSending(sql, message, chosen, hashes);
  }
  return { kind: 'noBudget', retryInMs: Math.max(Number(row!.retryInMs ?? 0), 20) };
}

/** The row then shows what was really sent. */
function useInstead(sql: Sql, { content, purpose }: Sendable) {
  return sql`, content = ${json(sql, content)}, type = ${content.type}, text = ${plainText(content)}, purpose = ${purpose}, fallback = null`;
}
