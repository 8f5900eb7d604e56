/**
 * Small chores of every worker, which must not wait for Temporal: each is one idempotent statement, so several workers may do them at
 * once. All others are the sweeper's (worker/sweeper).
 */
import { createHourCounter } from './analytics/count-hours.ts';
import { createBell } from './bell.ts';
import type { WorkerContext } from './context.ts';
import { writeOutbox } from './dispatcher/outbox.ts';
import { routeContactEvents } from './routing/route-contact-events.ts';
import { resealSecrets } from './secrets/reseal-secrets.ts';
import { fillIdentityHashes } from './suppressions/fill-hashes.ts';
import { wakeWebhookSenders } from './webhooks/wake-senders.ts';
import { refreshCheckedContacts } from './segments/refresh-checked.ts';

const PARTITIONS_EVERY_MS = 6 * 60 * 60 * 1000;
const CONTACT_EVENTS_EVERY_MS = 250;
const WEBHOOKS_EVERY_MS = 500;
const SECRETS_EVERY_MS = 60 * 60 * 1000;
const IDENTITY_HASHES_EVERY_MS = 60 * 60 * 1000;
const SEGMENT_CHECKS_EVERY_MS = 500;
const ANALYTICS_EVERY_MS = 5_000;

export interface Housekeeping {
  stop(): Promise<void>;
}

export function startHousekeeping(context: WorkerContext): Housekeeping {
  const { sql } = context;
  const chores = [
    repeat(context, 'contact events', CONTACT_EVENTS_EVERY_MS, async () => {
      const rows = await sql.begin(async (tx) => {
        const wakes = await routeContactEvents(tx);
        return wakes === null ? null : writeOutbox(tx, wakes);
      });
      context.dispatchSoon(rows ?? []);
      return rows !== null;
    }),
    repeat(context, 'segment checks', SEGMENT_CHECKS_EVERY_MS, () => refreshCheckedContacts(context)),
    repeat(context, 'analytics', ANALYTICS_EVERY_MS, createHourCounter(sql)),
    repeat(context, 'webhooks', WEBHOOKS_EVERY_MS, () => wakeWebhookSenders(context)),
    repeat(context, 'partitions', PARTITIONS_EVERY_MS, async () => {
      await sql`select private.ensure_partitions()`;
      return false;
    }),
    repeat(context, 'secrets', SECRETS_EVERY_MS, async () => {
      const { resealed, unreadable, hasMore } = await resealSecrets(sql, context.masterKey);
      if (resealed > 0) context.log.info({ resealed }, 'secrets are sealed under the current master key');
      if (unreadable.length > 0) context.log.error({ unreadable }, 'secrets that no master key opens');
      return hasMore;
    }),
    repeat(context, 'identity hashes', IDENTITY_HASHES_EVERY_MS, () =>
      fillIdentityHashes(sql, context.suppressionKeys),
    ),
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
