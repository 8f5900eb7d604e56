/** Enforces the rules of organisation after organisation for some seconds; called again, it goes on where it was. */
import type { RetentionKind } from '../../core/api/retention-kinds.ts';
import type { Sql } from '../../platform/db/pool.ts';
import type { Logger } from '../../platform/log.ts';
import type { RetentionPlace, RetentionSlice } from '../../workflows/housekeeping-contract.ts';
import { batches } from './batches.ts';

const DAY_MS = 86_400_000;
const SLICE_MS = 20_000;

export interface EnforceInput {
  now: Date;
  /** Where the slice before ended; null at the beginning. */
  place: RetentionPlace | null;
  sliceMs?: number;
  /** Called after each batch, for a heartbeat. */
  onProgress?: () => void;
}

interface Rule {
  orgId: string;
  kind: RetentionKind;
  days: number;
  doneUntil: string | null;
}

export async function enforceRules(
  { sql, log }: { sql: Sql; log: Logger },
  { now, place, sliceMs = SLICE_MS, onProgress = () => {} }: EnforceInput,
): Promise<RetentionSlice> {
  const endsAtMs = performance.now() + sliceMs;
  const counts: Record<string, number> = {};
  const add = (name: string, count: number) => (counts[name] = (counts[name] ?? 0) + count);
  let next = place;
  for (;;) {
    const rule = await ruleAt(sql, next);
    if (!rule) return { counts, next: null };
    try {
      const rest = await enforce(rule, next);
      if (rest) return { counts, next: rest };
    } catch (err) {
      // One that Postgres refuses holds up no other; when Postgres is away all of it is tried again.
      if (!isRefusal(err)) throw err;
      log.warn({ err, orgId: rule.orgId, kind: rule.kind }, 'a retention rule could not be enforced');
      add('failed', 1);
    }
    next = { orgId: rule.orgId, kind: rule.kind, from: null, keptAt: null };
  }

  /** Null when it came to its end; each batch is a transaction of its own. */
  async function enforce(
    { orgId, kind, days, doneUntil }: Rule,
    begin: RetentionPlace | null,
  ): Promise<RetentionPlace | null> {
    const border = new Date(now.getTime() - days * DAY_MS);
    const isRest = begin?.orgId === orgId && begin.kind === kind;
    let from = isRest ? begin.from : null;
    // Behind what had to be kept nothing counts as done.
    let keptAt = isRest ? begin.keptAt : null;
    do {
      const result = await batches[kind](sql, { orgId, border, from, doneUntil });
      add(kind, result.count);
      from = result.next;
      keptAt ??= result.keptAt;
      await sql`
        update retention_rules set
          done_until = coalesce(${keptAt ?? result.doneUntil}::text::timestamptz, done_until),
          enforced_at = case when ${from === null}::boolean then ${now}::timestamptz else enforced_at end
        where org_id = ${orgId} and kind = ${kind}`;
      onProgress();
    } while (from !== null && performance.now() < endsAtMs);
    return from === null ? null : { orgId, kind, from, keptAt };
  }
}

/** The rule that a place is in the middle of, else the one behind it. */
async function ruleAt(sql: Sql, place: RetentionPlace | null): Promise<Rule | undefined> {
  const isInside = place !== null && place.from !== null;
  const [rule] = await sql<Rule[]>`
    select org_id as "orgId", kind, days, done_until::text as "doneUntil" from retention_rules
    ${place === null ? sql`` : sql`where (org_id, kind) ${isInside ? sql`>=` : sql`>`} (${place.orgId}::uuid, ${place.kind}::text)`}
    order by org_id, kind limit 1`;
  return rule;
}

/** An error with one of Postgres' own codes, other than those of a connection that is gone. */
function isRefusal(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^[0-9A-Z]{5}$/.test(code) && !/^(08|57P|53)/.test(code);
}
