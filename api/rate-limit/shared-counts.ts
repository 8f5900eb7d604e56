/**
 * Counts of rate limits that several API processes share. Counting happens in memory, so that no request waits for it; what was
 * counted is added to Postgres a few times a second, and the answer tells what the others have counted. A limit can be overrun
 * by what the processes serve between two such moments. While Postgres is away each process counts by itself.
 */
import { hash } from 'node:crypto';
import type { Store } from 'express-rate-limit';
import type { Sql } from '../../platform/db/pool.ts';
import type { Logger } from '../../platform/log.ts';
import { withinMs } from '../deadline.ts';

export interface SharedCounts {
  /** For one limit; its keys are its own. */
  storeOf(limit: string): Store;
  /** Tells what is left, and nothing more from then on. */
  stop(): Promise<void>;
}

export interface SharedCountsOptions {
  windowMs: number;
  /** Null: each process counts by itself. */
  db: Sql | null;
  log: Logger;
  now?: () => number;
}

interface Count {
  /** What all processes had counted when we last asked. */
  known: number;
  /** Counted here since then. */
  unsent: number;
}

const SYNC_MS = 250;
const SYNC_WITHIN_MS = 2_000;
/** In one statement; the rest goes with the next one. */
const BATCH = 2_000;
/** More callers in a window are a flood from everywhere: those that come later share one count. */
const MAX_KEYS = 50_000;
const EVERYBODY_ELSE = '*';

export function createSharedCounts({ windowMs, db, log, now = Date.now }: SharedCountsOptions): SharedCounts {
  let window = 0;
  let counts = new Map<string, Count>();
  /** Keys with something unsent. */
  let changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let syncing: Promise<void> | null = null;
  let isAway = false;

  function turnWindow(): void {
    const current = Math.floor(now() / windowMs);
    if (current === window) return;
    window = current;
    counts = new Map();
    changed = new Set();
  }

  function hit(key: string): number {
    turnWindow();
    const counted = counts.has(key) || counts.size < MAX_KEYS ? key : EVERYBODY_ELSE;
    const count = counts.get(counted) ?? { known: 0, unsent: 0 };
    counts.set(counted, count);
    count.unsent += 1;
    if (db) {
      changed.add(counted);
      schedule();
    }
    return count.known + count.unsent;
  }

  function schedule(): void {
    if (timer !== undefined || syncing !== null) return;
    timer = setTimeout(() => {
      timer = undefined;
      void sync();
    }, SYNC_MS);
    timer.unref();
  }

  async function sync(): Promise<void> {
    syncing ??= addToPostgres(db!).finally(() => {
      syncing = null;
      if (changed.size > 0) schedule();
    });
    await syncing;
  }

  async function addToPostgres(sql: Sql): Promise<void> {
    turnWindow();
    const keys = [...changed].slice(0, BATCH);
    if (keys.length === 0) return;
    keys.forEach((key) => changed.delete(key));
    const ofWindow = window;
    const sent = new Map(
      keys.map((key) => {
        const count = counts.get(key)!;
        return [hashOf(key), { count, hits: count.unsent }];
      }),
    );
    try {
      const hits = [...sent.values()].map((part) => part.hits);
      const rows = await withinMs(
        sql<{ key: string; hits: number }[]>`
          select t.key_hash as key, t.hits
          from private.add_rate_hits(${ofWindow}, ${[...sent.keys()]}::text[], ${hits}::bigint[]) t`,
        SYNC_WITHIN_MS,
        'Adding the counts of rate limits',
      );
      for (const { key, hits } of rows) {
        const part = sent.get(key);
        if (!part) continue;
        part.count.known = hits;
        part.count.unsent -= part.hits;
      }
      if (isAway) log.info('Rate limits are shared again');
      isAway = false;
    } catch (err) {
      if (ofWindow === window) keys.forEach((key) => changed.add(key));
      if (!isAway)
        log.warn({ err }, 'Rate limits are counted by this process alone: Postgres doesn’t take the counts');
      isAway = true;
    }
  }

  return {
    storeOf: (limit) => ({
      localKeys: false,
      prefix: `${limit}:`,
      increment(key) {
        const totalHits = hit(`${limit}:${key}`);
        return { totalHits, resetTime: new Date((window + 1) * windowMs) };
      },
      // Nothing here takes a hit back; the library asks for both.
      decrement() {},
      resetKey() {},
    }),
    async stop() {
      clearTimeout(timer);
      if (db && changed.size > 0) await sync();
      clearTimeout(timer);
    },
  };
}

function hashOf(key: string): string {
  return hash('sha256', key, 'buffer').subarray(0, 18).toString('base64');
}
