/**
 * The relay turns stored deliveries into contacts, messages and woken runs. Deliveries carry a lane; a lane is held by one relay
 * at a time through a session advisory lock, so that order holds within an account, lanes spread over relays, and a standby takes
 * over when the holder's connection ends. Woken by NOTIFY, polls as fallback.
 */
import postgres from 'postgres';
import { LANES, STATUSES_ONLY, WEBHOOK_CHANNEL } from '../../platform/deliveries.ts';
import { createBell } from '../bell.ts';
import type { WorkerContext } from '../context.ts';
import { createAssetCache } from './numbers.ts';
import { isTransient } from './failures.ts';
import { buryDelivery, processBatch, type Delivery } from './process-batch.ts';
import { replayLetters } from './replay.ts';

const BATCH = 50;
const POLL_MS = 250;
/** Statuses are taken at most this often, many at once: nobody waits for one, and each batch costs what it costs. */
const STATUSES_EVERY_MS = 200;
/** Replays of dead letters are asked for by people: nobody minds this long. */
const REPLAYS_EVERY_MS = 500;
/** A lane that another relay held is asked for again this often: the standby's delay. */
const TAKE_OVER_MS = 2_000;
const FAILURE_PAUSE_MS = 1_000;
/** First key of the advisory locks: 'prly' in ASCII. */
const LOCK_SPACE = 0x70726c79;

export interface Relay {
  isReady(): boolean;
  stop(): Promise<void>;
}

export function startRelay(context: WorkerContext, directUrl: string): Relay {
  const { sql, log } = context;
  const readAssets = createAssetCache(sql, context.suppressionKeys);
  const wakeUp = createBell();
  let stopping = false;
  let ready = false;
  let statusesAtMs = 0;
  let replaysAtMs = 0;

  const running = (async () => {
    while (!stopping) {
      // One connection for locks and LISTEN: when it breaks, its locks are gone and everything starts over.
      const direct = postgres(directUrl, {
        max: 1,
        idle_timeout: 0,
        max_lifetime: null,
        connect_timeout: 5,
        onnotice: () => {},
        connection: { application_name: 'parley relay lanes' },
      });
      const listener = postgres(directUrl, { max: 1, connect_timeout: 5, onnotice: () => {} });
      try {
        await listener.listen(WEBHOOK_CHANNEL, wakeUp.ring, wakeUp.ring);
        await holdLanes(direct);
      } catch (err) {
        if (!stopping) log.warn({ err }, 'relay lost the database; trying again');
      } finally {
        ready = false;
        await Promise.allSettled([direct.end({ timeout: 1 }), listener.end({ timeout: 1 })]);
      }
      if (!stopping) await wakeUp.wait(FAILURE_PAUSE_MS);
    }
  })();

  async function holdLanes(direct: postgres.Sql) {
    const held = new Set<number>();
    // The driver reopens a lost connection without a word, but the locks went with the old one.
    const session = await backendPid(direct);
    let askedAtMs = 0;
    while (!stopping) {
      if (held.size < LANES && Date.now() - askedAtMs > TAKE_OVER_MS) {
        askedAtMs = Date.now();
        for (const lane of await takeFreeLanes(direct, held)) held.add(lane);
      }
      ready = true;
      const isBusy = await relayOnce(direct, session, [...held]);
      if (!(await replaySome([...held])) && !isBusy) await wakeUp.wait(POLL_MS);
    }
  }

  /** Claims and processes one batch; true when there is probably more. */
  async function relayOnce(direct: postgres.Sql, session: number, lanes: number[]): Promise<boolean> {
    if (lanes.length === 0) return false;
    const takesStatuses = Date.now() - statusesAtMs >= STATUSES_EVERY_MS;
    if (takesStatuses) statusesAtMs = Date.now();
    const deliveries = await claim(lanes, takesStatuses);
    if (takesStatuses && (await backendPid(direct)) !== session)
      throw new LanesLostError('The session that held the lanes is gone.');
    if (deliveries.length > 0) await processOrBury(deliveries);
    return deliveries.length >= BATCH;
  }

  /** Some of the dead letters that somebody wants to have tried again; true when there is probably more. */
  async function replaySome(lanes: number[]): Promise<boolean> {
    if (lanes.length === 0 || Date.now() < replaysAtMs) return false;
    const hasMore = await replayLetters(context, readAssets, lanes);
    replaysAtMs = hasMore ? 0 : Date.now() + REPLAYS_EVERY_MS;
    return hasMore;
  }

  /** A batch that can't be applied is taken apart, so that one bad delivery never stops its lane. */
  async function processOrBury(deliveries: Delivery[]): Promise<void> {
    try {
      context.dispatchSoon(await processBatch(context.lazySql, log, readAssets, deliveries));
    } catch (error) {
      if (isTransient(error)) throw error;
      log.error({ err: error, deliveries: deliveries.length }, 'a batch of deliveries failed');
      if (deliveries.length === 1) await buryDelivery(sql, deliveries[0]!, error);
      else for (const delivery of deliveries) await processOrBury([delivery]);
    }
  }

  function claim(lanes: number[], takesStatuses: boolean) {
    return sql<Delivery[]>`
      select id, app_key as "appKey", received_at as "receivedAt", body from private.webhook_events
      where state = 'pending' and erased_at is null and lane = any(${lanes}::smallint[])
        ${takesStatuses ? sql`` : sql`and priority < ${STATUSES_ONLY}`}
      order by priority, id limit ${takesStatuses ? BATCH * 4 : BATCH}`;
  }

  return {
    isReady: () => ready,
    async stop() {
      stopping = true;
      wakeUp.ring();
      await running;
    },
  };
}

class LanesLostError extends Error {
  readonly code = 'lanes_lost';
}

async function backendPid(direct: postgres.Sql): Promise<number> {
  const [row] = await direct<{ pid: number }[]>`select pg_backend_pid() as pid`;
  return row!.pid;
}

async function takeFreeLanes(direct: postgres.Sql, held: Set<number>): Promise<number[]> {
  const wanted = Array.from({ length: LANES }, (_, lane) => lane).filter((lane) => !held.has(lane));
  const rows = await direct<{ lane: number; taken: boolean }[]>`
    select lane, pg_try_advisory_lock(${LOCK_SPACE}, lane) as taken from unnest(${wanted}::int[]) lane`;
  return rows.filter((row) => row.taken).map((row) => row.lane);
}
