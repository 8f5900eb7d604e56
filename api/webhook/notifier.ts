/**
 * Wakes the relay after a delivery is committed. A NOTIFY inside the insert would make all commits wait for one lock, so
 * it goes over a connection of its own, and one NOTIFY speaks for everything committed before it.
 */
import { WEBHOOK_CHANNEL } from '../../platform/deliveries.ts';
import type { Sql } from '../../platform/db/pool.ts';
import type { Logger } from '../../platform/log.ts';

const MIN_INTERVAL_MS = 10;

export interface Notifier {
  notify(): void;
}

export function createNotifier(direct: Sql, log: Logger): Notifier {
  let isWaiting = false;
  let isWanted = false;

  async function send(): Promise<void> {
    isWaiting = true;
    isWanted = false;
    const nextAt = Date.now() + MIN_INTERVAL_MS;
    try {
      await direct.notify(WEBHOOK_CHANNEL, '');
    } catch (err) {
      // Not lost: the relay also looks by itself.
      log.warn({ err }, 'The relay could not be woken');
    }
    setTimeout(
      () => {
        isWaiting = false;
        if (isWanted) void send();
      },
      Math.max(0, nextAt - Date.now()),
    );
  }

  return {
    notify() {
      isWanted = true;
      if (!isWaiting) void send();
    },
  };
}
