/** Table `retention_rules`. */
import { retentionKinds, type RetentionKind } from '../../core/api/retention-kinds.ts';
import type { Retention, RetentionRules } from '../../core/api/retention.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { toTimeOrNull } from './time.ts';

export async function findRetention(tx: Tx, org: string): Promise<Retention> {
  const rows = await tx<{ kind: RetentionKind; days: number; enforced_at: Date | null }[]>`
    select kind, days, enforced_at from public.retention_rules where org_id = ${org}`;
  const daysOf = new Map(rows.map(({ kind, days }) => [kind, days]));
  const times = rows.flatMap(({ enforced_at }) => (enforced_at === null ? [] : [enforced_at.getTime()]));
  return {
    days: Object.fromEntries(
      Object.keys(retentionKinds).map((kind) => [kind, daysOf.get(kind as RetentionKind) ?? null]),
    ) as RetentionRules,
    enforcedAt: toTimeOrNull(times.length > 0 ? new Date(Math.max(...times)) : null),
  };
}
