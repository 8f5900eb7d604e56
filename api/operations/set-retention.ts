import { operation } from '../operation.ts';
import { findRetention } from '../rows/retention.ts';

export const setRetention = operation('setRetention', {
  async handle({ tx, params: { org }, body: { days } }) {
    const kinds = Object.entries(days);
    const dropped = kinds.flatMap(([kind, count]) => (count === null ? [kind] : []));
    await tx`delete from public.retention_rules where org_id = ${org} and kind = any (${dropped})`;
    for (const [kind, count] of kinds) {
      if (count === null) continue;
      await tx`
        insert into public.retention_rules as r (org_id, kind, days) values (${org}, ${kind}, ${count})
        on conflict (org_id, kind) do update set days = excluded.days where r.days <> excluded.days`;
    }
    return findRetention(tx, org);
  },
});
