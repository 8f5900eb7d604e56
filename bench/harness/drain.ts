import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '../../local/process/wait.ts';
import type { BenchStack } from './stack.ts';

/** Longest delay between an accepted send and its `delivered` webhook. */
const STATUSES_MS = 500;

/** Waits until everything that the last run caused is done: webhooks sent, deliveries worked off, workflows woken. */
export async function untilIdle({ sql, urls }: Pick<BenchStack, 'sql' | 'urls'>): Promise<void> {
  await sleep(STATUSES_MS);
  await waitUntil(
    async () => {
      const stats = (await (await fetch(`${urls.simulator}/_sim/stats`)).json()) as {
        webhooks: { pending: number };
      };
      if (stats.webhooks.pending > 0) return false;
      const [row] = await sql<{ isIdle: boolean }[]>`
        select not exists (select from private.webhook_events where state = 'pending')
          and not exists (select from private.outbox) as "isIdle"`;
      return row?.isIdle;
    },
    { timeoutMs: 60_000, what: 'an idle stack after the run' },
  );
}
