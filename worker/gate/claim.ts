/**
 * Budget and commit in one statement for a whole batch: a token of its number's bucket for each message and the step queued -> sending
 * with a lease. One winner a message. Budget and leases go by the database's real clock, whatever time a run lives in: they are about
 * real requests.
 */
import { plainText } from '../../core/messaging/content.ts';
import { SEND_LEASE_MS } from '../../core/messaging/timing.ts';
import { json, type Sql } from '../../platform/db/pool.ts';
import type { GateMessage, Sendable } from './load.ts';
import { arrayOf } from './lock.ts';

export interface Candidate {
  message: GateMessage;
  /** What goes out: the message's own or its fallback. */
  chosen: Sendable;
  /** Of the ids it may be sent to; one that is on the list of suppressions keeps it from being sent. */
  hashes: readonly string[];
}

export type Claim =
  | { kind: 'won'; attempt: number }
  /** It isn't waiting any more, or couldn't be claimed just now. */
  | { kind: 'lost' }
  | { kind: 'suppressed' }
  | { kind: 'noBudget'; retryInMs: number };

/** Of a bucket that is made here; rate and burst are the table's defaults. */
const FIRST_TOKENS = 80;
const SHORTEST_WAIT_MS = 20;

/**
 * Where there isn't budget for all of a number's messages, the first ones get it. A number without a bucket gets one for the next time.
 *
 * @param leaveShare the part (0..1) of each bucket that is left to others
 * @returns an answer for each message, by its id
 */
export async function claimForSending(
  sql: Sql,
  candidates: readonly Candidate[],
  leaveShare: number,
): Promise<Map<string, Claim>> {
  if (candidates.length === 0) return new Map();
  const ids = candidates.map(({ message }) => message.id);
  const numbers = [...new Set(candidates.map(({ message }) => message.phoneNumberId))];
  const hashes = candidates.flatMap(({ message, hashes }) =>
    hashes.map((hash) => ({ id: message.id, hash })),
  );
  const hashOwners = hashes.map(({ id }) => id);
  const instead = candidates.filter(({ message, chosen }) => chosen !== message);
  const rows = await sql<ClaimRow[]>`
    with wanted as materialized (
      select * from unnest(${arrayOf(sql, ids)}::uuid[]) with ordinality as w (id, place)
    ), bucket as materialized (
      -- NOTE: what is left to others is never the only token, however small the burst.
      select phone_number_id, rate_per_second, least(${leaveShare}::float8 * burst, greatest(burst - 1, 0)) as left_over,
        least(burst, tokens + greatest(0, extract(epoch from clock_timestamp() - updated_at)) * rate_per_second) as available
      from private.rate_buckets where phone_number_id = any(${arrayOf(sql, numbers)}::uuid[]) order by phone_number_id for update
    ), waiting as materialized (
      -- Locks in one order: the count makes buckets come first, then messages as in lockMessages.
      select id, org_id, phone_number_id from messages
      where id = any(array(select id from wanted)) and status = 'queued' and (select count(*) from bucket) > 0
      order by id for no key update
    ), listed as materialized (
      select w.id from unnest(${arrayOf(sql, hashOwners)}::uuid[], ${arrayOf(
        sql,
        hashes.map(({ hash }) => hash),
      )}) as h (id, hash)
      join waiting w on w.id = h.id join suppressions s on s.org_id = w.org_id and s.hash = decode(h.hash, 'hex')
    ), placed as materialized (
      select w.id, b.*, row_number() over (partition by b.phone_number_id order by wanted.place) as place
      from waiting w join wanted on wanted.id = w.id join bucket b on b.phone_number_id = w.phone_number_id
      where w.id not in (select id from listed)
    ), paid as (
      update private.rate_buckets b set tokens = p.available - p.n, updated_at = clock_timestamp()
      from (
        select phone_number_id, available, count(*) as n from placed where place <= available - left_over group by 1, 2
      ) p
      where b.phone_number_id = p.phone_number_id
    ), claimed as (
      update messages m set status = 'sending', status_rank = 10, attempt = m.attempt + 1,
        lease_until = clock_timestamp() + make_interval(secs => ${SEND_LEASE_MS / 1000})
        ${instead.length === 0 ? sql`` : useInstead(sql)}
      from placed p ${instead.length === 0 ? sql`` : joinInstead(sql, instead)}
      where m.id = p.id and p.place <= p.available - p.left_over
      returning m.id, m.attempt
    )
    select w.id, c.attempt, w.id in (select id from listed) as "isSuppressed",
      ceil((p.place - p.available + p.left_over) / p.rate_per_second * 1000) as "retryInMs",
      (select count(*) from bucket)::int as buckets
    from wanted w left join placed p on p.id = w.id left join claimed c on c.id = w.id`;
  if (rows[0]!.buckets < numbers.length) await makeBuckets(sql, numbers);
  return new Map(rows.map((row) => [row.id, toClaim(row)]));
}

interface ClaimRow {
  id: string;
  attempt: number | null;
  isSuppressed: boolean;
  /** Null for one that isn't waiting any more, or whose number has no bucket. */
  retryInMs: number | null;
  buckets: number;
}

function toClaim({ attempt, isSuppressed, retryInMs }: ClaimRow): Claim {
  if (attempt !== null) return { kind: 'won', attempt };
  if (isSuppressed) return { kind: 'suppressed' };
  if (retryInMs === null) return { kind: 'lost' };
  return { kind: 'noBudget', retryInMs: Math.max(retryInMs, SHORTEST_WAIT_MS) };
}

async function makeBuckets(sql: Sql, phoneNumberIds: readonly string[]): Promise<void> {
  await sql`
    insert into private.rate_buckets (phone_number_id, tokens)
    select id, ${FIRST_TOKENS}::int from phone_numbers where id = any(${[...phoneNumberIds]}::uuid[])
    on conflict do nothing`;
}

/** The row then shows what was really sent. */
function useInstead(sql: Sql) {
  return sql`, content = coalesce(i.content, m.content), type = coalesce(i.type, m.type),
    text = case when i.id is null then m.text else i.text end, purpose = coalesce(i.purpose, m.purpose),
    fallback = case when i.id is null then m.fallback end`;
}

function joinInstead(sql: Sql, instead: readonly Candidate[]) {
  const rows = instead.map(({ message, chosen: { content, purpose } }) => ({
    ...{ id: message.id, content, purpose },
    ...{ type: content.type, text: plainText(content) },
  }));
  return sql`left join jsonb_to_recordset(${json(sql, rows)}) as i (id uuid, content jsonb, type text, text text, purpose text) on i.id = p.id`;
}
