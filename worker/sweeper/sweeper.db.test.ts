/** The sweeper's chores on a real database. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { oneQuestion, startFlowWorld, type FlowWorld } from '../../local/testing/flow-world.ts';
import { settleLeases } from './settle-leases.ts';
import { thinOut } from './thin-out.ts';
import { wakeStalledRuns } from './wake-stalled-runs.ts';

let world: FlowWorld;
let sql: FlowWorld['sql'];

beforeAll(async () => {
  world = await startFlowWorld();
  ({ sql } = world);
  await world.publish('Asks', ...oneQuestion());
});
afterAll(() => world?.stop());
beforeEach(async () => {
  await sql`update flow_runs set ended_at = now(), status = 'exited' where ended_at is null`;
  await sql`delete from private.outbox`;
});

const sweep = (change: { now?: Date; isThorough?: boolean } = {}) =>
  wakeStalledRuns(sql, { now: new Date(), isThorough: false, ...change });

describe('a run that nobody woke', () => {
  it('is left alone while there is nothing to do', async () => {
    await waitingRun();
    expect(await sweep()).toEqual({ woken: 0 });
    expect(await sweep({ isThorough: true })).toEqual({ woken: 0 });
  });

  it('is woken once for a reply that it didn’t take within a minute', async () => {
    const { person, runId } = await waitingRun();
    await world.says(person, 'an answer');
    await sql`delete from private.outbox`; // the wake is lost
    expect(await sweep()).toEqual({ woken: 0 }); // it may still be on its way
    await sql`update private.run_events set created_at = now() - interval '2 minutes' where run_id = ${runId}`;
    expect(await sweep()).toEqual({ woken: 1 });
    expect(await wokenRuns()).toEqual([runId]);
    expect(await sweep()).toEqual({ woken: 0 }); // not at every pass
  });

  it('is found by the thorough pass however old the reply is', async () => {
    const { person, runId } = await waitingRun();
    await world.says(person, 'an answer');
    await sql`delete from private.outbox`;
    await sql`update private.run_events set created_at = now() - interval '3 days' where run_id = ${runId}`;
    expect(await sweep()).toEqual({ woken: 0 });
    expect(await sweep({ isThorough: true })).toEqual({ woken: 1 });
  });

  it('is woken for a deadline that has passed by the time that is passed in', async () => {
    await waitingRun();
    expect(await sweep({ now: new Date(Date.now() + 23 * 3_600_000) })).toEqual({ woken: 0 });
    expect(await sweep({ now: new Date(Date.now() + 25 * 3_600_000) })).toEqual({ woken: 1 });
  });

  it('is woken when it was left in the middle of a turn', async () => {
    const { runId } = await waitingRun();
    await world.database.sql`alter table flow_runs disable trigger user`;
    await world.database.sql`
      update flow_runs set status = 'running', updated_at = now() - interval '2 minutes' where id = ${runId}`;
    await world.database.sql`alter table flow_runs enable trigger user`;
    expect(await sweep()).toEqual({ woken: 1 });
  });

  it('sleeps on while it is paused', async () => {
    const { runId } = await waitingRun();
    await sql`update flow_runs set paused_at = now() where id = ${runId}`;
    expect(await sweep({ now: new Date(Date.now() + 25 * 3_600_000) })).toEqual({ woken: 0 });
  });

  it('waits for Temporal when that is away: the wakes are written already', async () => {
    await waitingRun();
    await sql`
      insert into private.outbox (topic, key, payload, created_at)
      select 'flowRun', gen_random_uuid()::text, '{}', now() - interval '2 minutes' from generate_series(1, 500)`;
    expect(await sweep({ now: new Date(Date.now() + 25 * 3_600_000) })).toEqual({
      woken: 0,
      isBacklogged: 1,
    });
  });
});

it('calls sends unknown whose worker died before the answer came', async () => {
  const { runId } = await waitingRun();
  await sql`update messages set status = 'sending', status_rank = 10, lease_until = now() - interval '1 second' where flow_run_id = ${runId}`;
  expect(await settleLeases(sql)).toEqual({ settled: 1 });
  const [message] = await sql`select status, error_code from messages where flow_run_id = ${runId}`;
  expect(message).toEqual({ status: 'unknown', error_code: 'cut_off' });
  expect(await settleLeases(sql)).toEqual({ settled: 0 });
});

it('forgets what is old and done, and nothing else', async () => {
  const { sql: admin } = world.database;
  await admin`
    insert into private.processed_keys (key, created_at)
    select 'k' || n, now() - n * interval '1 day' from generate_series(0, 19) n`;
  await admin`
    insert into private.erased_messages (key, erased_at)
    select sha256(n::text::bytea), now() - n * interval '10 days' from generate_series(0, 9) n`;
  await admin`
    insert into private.webhook_events (received_at, app_key, lane, priority, body, sha256, state)
    select now() - n * interval '1 day', 'default', 0, 0, '', '', case when n % 2 = 0 then 'done' else 'dead' end
    from generate_series(0, 39) n`;
  const now = new Date();
  const report = await thinOut(sql, now, { deliveryDays: 30, contactEventDays: 365 });
  expect(report).toMatchObject({
    ...{ processedKeys: 10, erasedMessages: 6, deliveries: 5 },
    ...{ contactEvents: 0, outbox: 0 },
  });
  expect(await thinOut(sql, now, { deliveryDays: 30, contactEventDays: 365 })).toMatchObject({
    processedKeys: 0,
    deliveries: 0,
  });
});

it('forgets dead letters that are done or were only kept, and none that failed and nobody has looked at', async () => {
  const { sql: admin } = world.database;
  const add = (reference: string, cause: string, daysAgo: number, isSettled = false) => admin`
    insert into private.dead_letters (kind, cause, reference, created_at, last_failed_at, state, settled_at)
    select 'webhook_call', ${cause}, ${admin.json({ content: reference })}, t.at, t.at, ${isSettled ? 'dismissed' : 'open'},
      case when ${isSettled} then t.at end
    from (select now() - ${daysAgo} * interval '1 day') t (at)`;
  await add('failed long ago', '23514', 400);
  await add('kept long ago', 'kept', 91);
  await add('kept lately', 'kept', 89);
  await add('dismissed long ago', 'kept', 91, true);
  await add('dismissed lately', '23514', 89, true);
  expect(await thinOut(sql, new Date(), { deliveryDays: 30, contactEventDays: 365 })).toMatchObject({
    deadLetters: 1,
    keptLetters: 1,
  });
  const left = await admin`select reference ->> 'content' as content from private.dead_letters order by id`;
  expect(left.map(({ content }) => content as string)).toEqual([
    'failed long ago',
    'kept lately',
    'dismissed lately',
  ]);
});

async function waitingRun() {
  const person = world.someone();
  const [runId] = await world.says(person, 'ask me');
  await world.makeTurn(runId!, 1);
  await sql`delete from private.outbox`;
  return { person, runId: runId! };
}

async function wokenRuns(): Promise<string[]> {
  const rows = await sql<{ key: string }[]>`select key from private.outbox where topic = 'flowRun'`;
  return rows.map(({ key }) => key);
}
