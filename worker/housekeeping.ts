/** Small chores of every worker: each is one idempotent statement, so several workers may do them at once. */
import { createBell } from './bell.ts';
import type { WorkerContext } from './context.ts';
import { writeOutbox } from './dispatcher/outbox.ts';
import { routeNextContactEvent } from './routing/route-contact-events.ts';

const LEASES_EVERY_MS = 5_000;
const PARTITIONS_EVERY_MS = 6 * 60 * 60 * 1000;
const CONTACT_EVENTS_EVERY_MS = 250;

export interface Housekeeping {
  stop(): Promise<void>;
}

export function startHousekeeping(context: WorkerContext): Housekeeping {
  const { sql } = context;
  const chores = [
    repeat(context, 'contact events', CONTACT_EVENTS_EVERY_MS, async () => {
      const rows = await sql.begin(async (tx) => {
        const wakes = await routeNextContactEvent(tx);
        return wakes === null ? null : writeOutbox(tx, wakes);
      });
      context.dispatchSoon(rows ?? []);
      return rows !== null;
    }),
    repeat(context, 'expired leases', LEASES_EVERY_MS, async () => {
      await sql`
        update messages set status = 'unknown', status_rank = 15, lease_until = null, error_class = 'unknown', error_code = 'cut_off',
          error_title = 'It is not known whether WhatsApp took this message'
        where status = 'sending' and lease_until < clock_timestamp()`;
      return false;
    }),
    repeat(context, 'partitions', PARTITIONS_EVERY_MS, async () => {
      await sql`select private.ensure_partitions()`;
      return false;
    }),
    repeat(context, 'old keys', PARTITIONS_EVERY_MS, async () => {
      await sql`delete from private.processed_keys where created_at < now() - interval '10 days'`;
      return false;
    }),
  ];
  return {
    async stop() {
      await Promise.all(chores.map((chore) => chore.stop()));
    },
  };
}

/** Runs `work` again at once while it says that there is more. */
function repeat({ log }: WorkerContext, name: string, everyMs: number, work: () => Promise<boolean>) {
  let stopping = false;
  const bell = createBell();
  const running = (async () => {
    while (!stopping) {
      const more = await work().catch((err: unknown) => {
        log.warn({ err, chore: name }, 'a chore failed; trying again');
        return false;
      });
      if (!more && !stopping) await bell.wait(everyMs);
    }
  })();
  return {
    async stop() {
      stopping = true;
      bell.ring();
      await running;
    },
  };
}
