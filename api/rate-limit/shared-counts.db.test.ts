import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '../../local/process/wait.ts';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { createPool, type Sql } from '../../platform/db/pool.ts';
import { createLogger } from '../../platform/log.ts';
import { createSharedCounts, type SharedCounts } from './shared-counts.ts';

let database: TestDatabase;
let db: Sql;
beforeAll(async () => {
  database = await createDatabase();
  db = createPool(database.apiUrl, { max: 2, applicationName: 'test' });
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

const MINUTE_MS = 60_000;
const log = createLogger('test', 'silent');
let clock = Date.UTC(2026, 10, 28);
/** A window of its own for each test. */
const nextWindow = () => (clock += MINUTE_MS);
const counts = (sql: Sql | null = db) =>
  createSharedCounts({ windowMs: MINUTE_MS, db: sql, log, now: () => clock });
const hit = async (shared: SharedCounts, key = 'a', limit = 'ip') =>
  (await shared.storeOf(limit).increment(key)).totalHits;
/** Every hit is one more, so this asks until the others' hits have come in. */
const hitsUntil = (shared: SharedCounts, least: number) =>
  waitUntil(async () => (await hit(shared)) >= least, { timeoutMs: 5_000, what: `a count of ${least}` });

describe('counts of rate limits', () => {
  it('go up at once, each limit and key by itself', async () => {
    nextWindow();
    const shared = counts();
    expect([
      await hit(shared),
      await hit(shared),
      await hit(shared, 'b'),
      await hit(shared, 'a', 'token'),
    ]).toEqual([1, 2, 1, 1]);
    await shared.stop();
  });

  it('start anew in the next window, and say when', async () => {
    nextWindow();
    const shared = counts();
    await hit(shared);
    const { resetTime } = await shared.storeOf('ip').increment('a');
    expect(resetTime!.getTime() - clock).toBeGreaterThan(0);
    expect(resetTime!.getTime() - clock).toBeLessThanOrEqual(MINUTE_MS);
    nextWindow();
    expect(await hit(shared)).toBe(1);
    await shared.stop();
  });

  it('are shared by processes on one database', async () => {
    nextWindow();
    const [one, other] = [counts(), counts()];
    for (let i = 0; i < 40; i += 1) await hit(one);
    await one.stop();
    await hitsUntil(other, 42);
    await other.stop();
    const [row] = await database.sql<{ hits: number }[]>`
      select sum(hits)::int as hits from private.rate_hits where time_window = ${Math.floor(clock / MINUTE_MS)}`;
    expect(row!.hits).toBeGreaterThanOrEqual(42);
  });

  it('leave no address in the database, and no old window', async () => {
    const shared = counts();
    for (let i = 0; i < 3; i += 1) {
      nextWindow();
      await hit(shared, '203.0.113.7');
      await shared.stop();
    }
    const rows = await database.sql<{ row: string }[]>`select r::text as row from private.rate_hits r`;
    expect(rows.length).toBeLessThanOrEqual(2);
    expect(JSON.stringify(rows)).not.toContain('203.0');
  });

  it('go on alone while Postgres is away, and are told when it is back', async () => {
    nextWindow();
    let isAway = true;
    let asked = 0;
    // A driver whose server refuses: the rest of it isn't used here.
    const broken = new Proxy(db, {
      apply(target, self, args) {
        asked += 1;
        if (isAway) return Promise.reject(new Error('connection refused'));
        const result: unknown = Reflect.apply(target as never, self, args);
        return result;
      },
    });
    const shared = counts(broken);
    for (let i = 1; i <= 5; i += 1) expect(await hit(shared)).toBe(i);
    await waitUntil(async () => asked > 0, { timeoutMs: 5_000, what: 'an attempt' });
    expect(await hit(shared)).toBe(6);
    isAway = false;
    await waitUntil(
      async () => (await database.sql`select 1 from private.rate_hits where hits = 6`).length === 1,
      { timeoutMs: 5_000, what: 'the six hits in the database' },
    );
    await shared.stop();
  });

  it('of a flood from everywhere take no more room than 50,000', async () => {
    nextWindow();
    const shared = counts(null);
    for (let i = 0; i < 50_000; i += 1) await hit(shared, `caller-${i}`);
    expect(await hit(shared, 'caller-0')).toBe(2);
    expect([await hit(shared, 'late'), await hit(shared, 'later')]).toEqual([1, 2]);
  });
});
