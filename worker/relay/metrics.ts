/** Dead letters for Prometheus: what waits for a decision, over all organisations and those of none. */
import { Gauge, type Registry } from 'prom-client';
import type { Sql } from '../../platform/db/pool.ts';
import type { Logger } from '../../platform/log.ts';

/** Counted when somebody asks. `kept` are the harmless ones: nothing failed, nothing acts on them. */
export function countDeadLetters(sql: Sql, log: Logger, registry: Registry): void {
  new Gauge({
    name: 'parley_dead_letters',
    help: 'Open dead letters, by what became of them and whether an organisation sees them',
    labelNames: ['outcome', 'owner'],
    registers: [registry],
    async collect() {
      const rows = await sql<{ outcome: string; owner: string; count: number }[]>`
        select o.outcome, w.owner, count(d.id)::int as count
        from (values ('failed'), ('kept')) o (outcome) cross join (values ('organization'), ('nobody')) w (owner)
        left join private.dead_letters d on d.state in ('open', 'requested')
          and (d.cause = 'kept') = (o.outcome = 'kept') and (d.org_id is null) = (w.owner = 'nobody')
        group by o.outcome, w.owner`.catch((err: unknown) => {
        log.warn({ err }, 'dead letters are not counted');
        return [];
      });
      this.reset();
      for (const { count, ...labels } of rows) this.set(labels, count);
    },
  });
}
