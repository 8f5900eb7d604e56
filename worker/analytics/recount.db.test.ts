/** Counting an organisation from the start, on a real database. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { waitUntil } from '../../local/process/wait.ts';
import { createPool, type Sql } from '../../platform/db/pool.ts';
import { createHourCounter } from './count-hours.ts';

const WORKER = 'recount test';

let database: TestDatabase;
/** As the owner. */
let sql: TestDatabase['sql'];
/** As the worker. */
let worker: Sql;

beforeAll(async () => {
  database = await createDatabase();
  ({ sql } = database);
  worker = createPool(database.workerUrl, { max: 1, applicationName: WORKER });
});
afterAll(async () => {
  await worker?.end();
  await database?.drop();
});

it('forgets no recount that is asked for while hours are counted', async () => {
  const org = await office('UTC');
  await contacts(org, ['2026-03-01T09:00:00Z', '2026-03-01T10:00:00Z']);
  await countAll();
  await sql`delete from analytics_hours where org_id = ${org}`;
  // Counting has looked for recounts, and waits here for the organisations.
  const counting = await sql.begin(async (tx) => {
    await tx`lock table organizations in access exclusive mode`;
    const one = worker`select private.count_marked_hours(50)`.execute();
    await waitUntil(async () => (await waits()) > 0, { what: 'counting waits', timeoutMs: 10_000 });
    await tx`select private.recount(${org})`;
    return { one };
  });
  await counting.one;
  await countAll();
  expect(await newContacts(org)).toEqual([1, 1]);
});

it('marks one organisation in a call of its own, by whole hours, before it counts', async () => {
  const offices = [await office('Asia/Kolkata'), await office('Asia/Kolkata')];
  for (const org of offices) {
    await contacts(org, ['2026-03-01T09:31:00Z', '2026-03-01T09:46:00Z', '2026-03-01T10:29:00Z']);
  }
  await countAll();
  for (const org of offices) await worker`select private.recount(${org})`;
  expect(await count()).toBeNull();
  const marks = await sql<{ utc: string }[]>`
    select (k.at at time zone 'UTC')::text as utc from private.analytics_marks k order by k.at`;
  expect(marks.map(({ utc }) => utc)).toEqual(['-infinity', '2026-03-01 09:30:00']);
  expect(await createHourCounter(worker)()).toBe(true);
  expect(await count()).toBe(2);
  expect(await count()).toBe(0);
  for (const org of offices) expect(await newContacts(org)).toEqual([3]);
});

async function office(timeZone: string): Promise<string> {
  const id = randomUUID();
  await sql`insert into organizations (id, name, slug, time_zone) values (${id}, 'A', ${`a-${id}`}, ${timeZone})`;
  return id;
}

async function contacts(org: string, times: string[]): Promise<void> {
  await sql`insert into contacts (org_id, created_at) select ${org}, unnest(${times}::timestamptz[])`;
}

async function newContacts(org: string): Promise<number[]> {
  const rows = await sql<{ n: number }[]>`
    select new_contacts as n from analytics_hours where org_id = ${org} order by at`;
  return rows.map(({ n }) => n);
}

async function count(): Promise<number | null> {
  const [row] = await worker<{ hours: number | null }[]>`select private.count_marked_hours(50) as hours`;
  return row!.hours;
}

async function countAll(): Promise<void> {
  while (await createHourCounter(worker)());
}

async function waits(): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from pg_stat_activity
    where application_name = ${WORKER} and datname = current_database() and wait_event_type = 'Lock'`;
  return row!.n;
}
