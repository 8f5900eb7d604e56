/** Work on many runs, on a real database; the clock of the pace is the database's. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  keyword,
  node,
  oneQuestion,
  question,
  startFlowWorld,
  type FlowWorld,
} from '../../local/testing/flow-world.ts';
import { demo } from '../../platform/seed/demo.ts';
import { json } from '../../platform/db/pool.ts';
import type { JobReport } from '../../workflows/housekeeping-contract.ts';
import type { SegmentTest } from '../../core/segments/tests.ts';
import { workOnJob } from './work-on-job.ts';

let world: FlowWorld;
let sql: FlowWorld['sql'];
let enrolFlowId: string;
let askFlowId: string;

/** So fast that no test waits for it. */
const FAST = { startsPerSecond: 5_000, wakesPerSecond: 5_000 };

beforeAll(async () => {
  world = await startFlowWorld();
  ({ sql } = world);
  ({ flowId: enrolFlowId } = await world.publish('Enrols', { start: node('manual-trigger', {}) }, []));
  ({ flowId: askFlowId } = await world.publish('Asks', ...oneQuestion()));
});
afterAll(() => world?.stop());
beforeEach(() => sql`delete from private.outbox`);

describe('an enrolment', () => {
  it('takes everybody of its audience once, over kills at any moment', async () => {
    for (let i = 0; i < 1_200; i += 1) await world.contact({ tags: ['spring'] });
    const job = await queue(enrolFlowId, 'enrol', { audience: { tag: 'spring' }, detail: { list: 'x' } });
    // What a process leaves behind that dies between two slices.
    let steps = 0;
    for (;;) {
      const report = await work(job, FAST, () => {
        steps += 1;
        throw new Error('killed');
      }).catch(() => null);
      if (report !== null || steps > 20) break;
      if ((await rowOf(job)).status === 'completed') break;
    }
    expect(await rowOf(job)).toMatchObject({
      status: 'completed',
      total: 1_200,
      done: 1_200,
      skipped: 0,
      failed: 0,
    });
    const [runs] = await sql`
      select count(*)::int as runs, count(distinct contact_id)::int as people from flow_runs where flow_id = ${enrolFlowId}`;
    expect(runs).toEqual({ runs: 1_200, people: 1_200 });
    expect(await outboxCount()).toBe(1_200);
  });

  it('takes nobody twice when two copies of it work at once', async () => {
    for (let i = 0; i < 300; i += 1) await world.contact({ tags: ['twice'] });
    const job = await queue(enrolFlowId, 'enrol', { audience: { tag: 'twice' } });
    await Promise.all([work(job), work(job), work(job)]);
    expect(await rowOf(job)).toMatchObject({ status: 'completed', done: 300 });
    expect(await outboxCount()).toBe(300);
  });

  it('takes every member of a segment once, also when copies of it work at once, and nobody else', async () => {
    const members = await Promise.all(Array.from({ length: 700 }, () => world.contact({ tags: ['member'] })));
    await Promise.all(Array.from({ length: 20 }, () => world.contact({ tags: ['member', 'gone'] })));
    const segmentId = await segment([
      { kind: 'tag', op: 'has', value: 'member' },
      { kind: 'tag', op: 'has-not', value: 'gone' },
    ]);
    const job = await queue(enrolFlowId, 'enrol', { audience: { segmentId } });
    await Promise.all([work(job), work(job)]);
    expect(await rowOf(job)).toMatchObject({ status: 'completed', total: 700, done: 700, skipped: 0 });
    const enrolled = await sql<{ id: string }[]>`
      select r.contact_id as id from private.outbox o join flow_runs r on r.id::text = o.key where o.topic = 'flowRun'`;
    expect(enrolled.map(({ id }) => id).sort()).toEqual(members.sort());
  });

  it('fails with a code when its audience can’t be counted', async () => {
    const segmentId = await segment([
      { kind: 'tag', op: 'unheard-of', value: 'x' } as unknown as SegmentTest,
    ]);
    const job = await queue(enrolFlowId, 'enrol', { audience: { segmentId } });
    await work(job);
    expect(await rowOf(job)).toMatchObject({ status: 'failed', done: 0 });
  });

  it('takes nobody of a segment that is deleted before it works', async () => {
    await world.contact({ tags: ['short'] });
    const segmentId = await segment([{ kind: 'tag', op: 'has', value: 'short' }]);
    const job = await queue(enrolFlowId, 'enrol', { audience: { segmentId } });
    await world.database.sql`delete from segments where id = ${segmentId}`;
    await work(job);
    expect(await rowOf(job)).toMatchObject({ status: 'completed', total: 0, done: 0 });
    expect(await outboxCount()).toBe(0);
  });

  it('spreads the starts over time', async () => {
    const contactIds = await Promise.all(Array.from({ length: 30 }, () => world.contact()));
    const job = await queue(enrolFlowId, 'enrol', { audience: { contactIds } });
    await work(job, { ...FAST, startsPerSecond: 20 });
    await expectSpread(30, 20);
  });

  it('counts those whom the re-entry policy keeps out', async () => {
    const { flowId } = await world.publish('Once', { start: node('manual-trigger', {}) }, [], {
      reentry: { kind: 'once' },
    });
    const contactIds = await Promise.all(Array.from({ length: 3 }, () => world.contact()));
    await work(await queue(flowId, 'enrol', { audience: { contactIds: contactIds.slice(0, 1) } }));
    const job = await queue(flowId, 'enrol', { audience: { contactIds } });
    await work(job);
    expect(await rowOf(job)).toMatchObject({ status: 'completed', done: 2, skipped: 1 });
  });

  it('stops while it is paused, goes on where it was, and ends when it is cancelled', async () => {
    const contactIds = await Promise.all(Array.from({ length: 40 }, () => world.contact()));
    const job = await queue(enrolFlowId, 'enrol', { audience: { contactIds } });
    const slow = { ...FAST, startsPerSecond: 4 };
    const stopAt = new AbortController();
    // One slice of it: some are in.
    await work(job, slow, ({ words }) => words.includes(': 0') || stopAt.abort(), stopAt.signal);
    const begun = (await rowOf(job)).done;
    expect(begun).toBeGreaterThan(0);
    expect(begun).toBeLessThan(40);

    await steer(job, 'paused');
    expect(await work(job, FAST)).toMatchObject({ status: 'paused' });
    expect((await rowOf(job)).done).toBe(begun);
    await steer(job, 'queued');
    await sql`update flow_jobs set next_wake_at = null where id = ${job}`;
    await steer(job, 'cancelled');
    expect(await work(job, FAST)).toMatchObject({ status: 'cancelled' });
    expect(await rowOf(job)).toMatchObject({ status: 'cancelled', done: begun });
  });

  it('fails with a code when nobody can enter', async () => {
    const job = await queue(askFlowId, 'enrol', { audience: { all: true } });
    expect(await work(job)).toMatchObject({ status: 'failed' });
    expect(await rowOf(job)).toMatchObject({ status: 'failed', error: 'no_trigger', done: 0 });
  });
});

describe('commands to many runs', () => {
  it('end all runs at a step, and only those', async () => {
    const runs = await askThree();
    const other = await askThree();
    await sql`update flow_runs set current_node_id = 'elsewhere' where id = any(${other}::uuid[])`;
    const job = await queue(askFlowId, 'exit', { filter: { nodeId: 'which' } });
    await work(job);
    expect((await rowOf(job)).done).toBe(3);
    expect(await outboxCount()).toBe(3);
    for (const id of runs) {
      await world.makeTurn(id, 2);
      const [run] = await sql`select status, outcome from flow_runs where id = ${id}`;
      expect(run).toEqual({ status: 'exited', outcome: 'stopped_by_operator' });
    }
    for (const id of other) expect((await world.eventsOf(id)).map(({ kind }) => kind)).not.toContain('stop');
    await sql`update flow_runs set ended_at = now(), status = 'exited' where id = any(${other}::uuid[])`;
  });

  it('wakes them at its own pace', async () => {
    const nodes = { start: keyword('end me'), which: question() };
    const { flowId } = await world.publish('Ends', nodes, [['start', 'next', 'which']]);
    await ask(30, 'end me');
    const job = await queue(flowId, 'exit', { filter: {} });
    await work(job, { ...FAST, wakesPerSecond: 20 });
    expect(await rowOf(job)).toMatchObject({ status: 'completed', done: 30 });
    await expectSpread(30, 20);
  });

  it('retry only those whose step has failed', async () => {
    const [failed, waiting] = await askThree();
    await sql`
      update flow_runs set status = 'needsAttention',
        state = jsonb_set(state, '{wait}', '{"kind":"decision","nodeId":"which","until":"2030-01-01T00:00:00.000Z","code":"x"}')
      where id = ${failed!}`;
    const job = await queue(askFlowId, 'retry', { filter: {} });
    await work(job);
    expect(await rowOf(job)).toMatchObject({ status: 'completed', done: 1, skipped: 2 });
    expect(await world.eventsOf(failed!)).toContainEqual({
      kind: 'decision',
      detail: { action: 'retry', key: job },
    });
    expect((await world.eventsOf(waiting!)).map(({ kind }) => kind)).not.toContain('decision');
  });
});

describe('moving people to another version', () => {
  it('wakes only those whose step is another one now', async () => {
    const publish = (
      nodes: Parameters<FlowWorld['publish']>[1],
      edges: Parameters<FlowWorld['publish']>[2],
    ) => world.publish('Moves', nodes, edges);
    const { flowId } = await publish(
      { start: keyword('move me'), first: question('First?'), second: question('Second?') },
      [
        ['start', 'next', 'first'],
        ['first', 'valid', 'second'],
      ],
    );
    const people = [world.someone(), world.someone()];
    const ids: string[] = [];
    for (const person of people) ids.push(...(await world.says(person, 'move me')));
    for (const id of ids) await world.makeTurn(id, 1);
    await world.says(people[1]!, 'an answer');
    await world.makeTurn(ids[1]!, 2);
    await publish({ start: keyword('move me'), second: question('Second, now?') }, [
      ['start', 'next', 'second'],
    ]);
    await sql`delete from private.outbox`;

    const job = await queue(flowId, 'move', { filter: {}, toVersion: 2 });
    await work(job);
    expect(await rowOf(job)).toMatchObject({ status: 'completed', done: 2, skipped: 0 });
    const woken = await sql<{ key: string }[]>`select key from private.outbox`;
    expect(woken.map(({ key }) => key)).toEqual([ids[0]]);
    const [moved] = await sql`
      select v.number, r.current_node_id from flow_runs r join flow_versions v on v.id = r.flow_version_id where r.id = ${ids[0]!}`;
    expect(moved).toEqual({ number: 2, current_node_id: 'second' });
  });

  it('wakes those at its own pace', async () => {
    const start = keyword('pace me');
    const [first, second] = [question('First?'), question('Second?')];
    const { flowId } = await world.publish('Paces', { start, first, second }, [
      ['start', 'next', 'first'],
      ['first', 'valid', 'second'],
    ]);
    await ask(30, 'pace me');
    await world.publish('Paces', { start, second }, [['start', 'next', 'second']]);
    const job = await queue(flowId, 'move', { filter: {}, toVersion: 2 });
    await work(job, { ...FAST, wakesPerSecond: 20 });
    expect(await rowOf(job)).toMatchObject({ status: 'completed', done: 30 });
    await expectSpread(30, 20);
  });
});

const askThree = () => ask(3, 'ask me');

/** Runs that wait for an answer. */
async function ask(count: number, word: string): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i += 1) ids.push(...(await world.says(world.someone(), word)));
  for (const id of ids) await world.makeTurn(id, 1);
  await sql`delete from private.outbox`;
  return ids;
}

async function queue(flowId: string, kind: string, params: object): Promise<string> {
  const id = randomUUID();
  await sql`
    insert into flow_jobs (id, org_id, flow_id, kind, params, dedupe_key, created_by)
    values (${id}, ${demo.orgId}, ${flowId}, ${kind}, ${json(sql, params)}, ${id}, 'test')`;
  return id;
}

function work(
  jobId: string,
  pace = FAST,
  onProgress: (report: JobReport) => void = () => {},
  signal?: AbortSignal,
) {
  return workOnJob(sql, { orgId: demo.orgId, jobId }, { pace, onProgress, ...(signal ? { signal } : {}) });
}

async function rowOf(jobId: string) {
  const [row] = await sql<
    { status: string; total: number; done: number; skipped: number; failed: number; error: string }[]
  >`
    select status, total, done, skipped, failed, error from flow_jobs where id = ${jobId}`;
  return row!;
}

async function steer(jobId: string, status: string) {
  await world.database.sql.begin(async (tx) => {
    await tx`select set_config('request.jwt.claims', ${JSON.stringify({ sub: demo.ownerId })}, true)`;
    await tx`select private.steer_flow_job(${demo.orgId}, ${jobId}, ${status})`;
  });
}

/** So many wakes were queued, and are due one after the other at this pace. */
async function expectSpread(count: number, perSecond: number): Promise<void> {
  const [spread] = await sql<{ count: number; seconds: number }[]>`
    select count(*)::int as count, extract(epoch from max(next_attempt_at) - min(next_attempt_at))::float8 as seconds
    from private.outbox where topic = 'flowRun'`;
  expect(spread!.count).toBe(count);
  expect(spread!.seconds).toBeGreaterThan(((count - 1) / perSecond) * 0.9);
  expect(spread!.seconds).toBeLessThan(((count - 1) / perSecond) * 1.15);
}

async function segment(tests: SegmentTest[]): Promise<string> {
  const id = randomUUID();
  await world.database.sql`
    insert into segments (id, org_id, name, rules)
    values (${id}, ${demo.orgId}, ${id}, ${json(sql, { kind: 'all', of: tests })})`;
  return id;
}

async function outboxCount(): Promise<number> {
  const [row] = await sql<
    { count: number }[]
  >`select count(*)::int as count from private.outbox where topic = 'flowRun'`;
  return row!.count;
}
