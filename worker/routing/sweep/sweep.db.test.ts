/** Schedules and dates: each occurrence once, however often and however late somebody looks. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { node, startFlowWorld, type FlowWorld } from '../../../local/testing/flow-world.ts';
import type { NodeData } from '../../../core/flow/nodes/registry.ts';
import { enrolDates } from './enrol-dates.ts';
import { enrolScheduled } from './enrol-scheduled.ts';

let world: FlowWorld;
let sql: FlowWorld['sql'];
let serial = 0;

beforeAll(async () => {
  world = await startFlowWorld();
  ({ sql } = world);
});
afterAll(() => world?.stop());
beforeEach(async () => {
  await world.database.sql`update flows set status = 'archived' where name like 'Timed %'`;
  await world.database.sql`delete from flow_jobs`;
});

/** Publishes a flow whose trigger was looked at last at this time. */
async function timed(trigger: Parameters<typeof world.publish>[1][string], checkedUntil: string) {
  serial += 1;
  const name = `Timed ${serial}`;
  const { flowId } = await world.publish(name, { start: trigger }, []);
  await sql`
    insert into private.trigger_clocks (org_id, flow_id, node_id, checked_until)
    select org_id, id, 'start', ${checkedUntil} from flows where id = ${flowId}`;
  return { flowId, name };
}

const schedule = (change: Partial<NodeData<'schedule-trigger'>> = {}) =>
  node('schedule-trigger', {
    schedule: { kind: 'daily', time: '09:00' },
    timeZone: 'Europe/Berlin',
    audience: { kind: 'tag', tag: 'vip' },
    ...change,
  });
const at = (text: string) => new Date(text);
const jobs = async () => {
  const rows = await sql<
    { flow_id: string; kind: string; status: string; params: Record<string, unknown> }[]
  >`
    select flow_id, kind, status, params from flow_jobs order by created_at, dedupe_key`;
  return [...rows];
};

describe('a schedule', () => {
  it('queues one job for its audience when its time has come, and asks for the job’s workflow', async () => {
    const { flowId } = await timed(schedule(), '2027-01-05T07:59:00Z');
    expect(await enrolScheduled(sql, at('2027-01-05T07:59:59Z'))).toBe(0);
    expect(await enrolScheduled(sql, at('2027-01-05T08:00:01Z'))).toBe(1);
    expect(await jobs()).toEqual([
      {
        flow_id: flowId,
        kind: 'enrol',
        status: 'queued',
        params: {
          triggerNodeId: 'start',
          audience: { tag: 'vip' },
          detail: { scheduledFor: '2027-01-05T08:00:00.000Z' },
        },
      },
    ]);
    const outbox =
      await sql`select topic, payload ->> 'flowId' as "flowId" from private.outbox where topic = 'flowJob'`;
    expect(outbox).toEqual([{ topic: 'flowJob', flowId }]);
  });

  it('comes once when it is looked at twice, by two at once, or late', async () => {
    await timed(schedule(), '2027-01-05T07:00:00Z');
    await Promise.all([1, 2, 3].map(() => enrolScheduled(sql, at('2027-01-05T08:00:00Z'))));
    expect(await jobs()).toHaveLength(1);
    expect(await enrolScheduled(sql, at('2027-01-05T08:00:30Z'))).toBe(0);
    // Down for two days: the newest of the missed times counts.
    expect(await enrolScheduled(sql, at('2027-01-07T12:00:00Z'))).toBe(1);
    expect((await jobs()).at(-1)!.params).toMatchObject({
      detail: { scheduledFor: '2027-01-07T08:00:00.000Z' },
    });
  });

  it('keeps its place over a new version of its flow, and begins at its first one', async () => {
    const { name } = await timed(schedule(), '2027-01-05T08:00:00Z');
    await world.publish(name, { start: schedule({ schedule: { kind: 'daily', time: '08:30' } }) }, []);
    expect(await enrolScheduled(sql, at('2027-01-05T08:01:00Z'))).toBe(0);
    expect(await enrolScheduled(sql, at('2027-01-06T07:30:00Z'))).toBe(1);

    const yesterday = new Date(Date.now() - 86_400_000);
    const once = { kind: 'once' as const, date: yesterday.toISOString().slice(0, 10), time: '00:00' };
    await world.publish(`Timed new ${serial}`, { start: schedule({ schedule: once }) }, []);
    expect(await enrolScheduled(sql, new Date())).toBe(0);
  });

  it('passes over the times while its flow is paused', async () => {
    const { flowId } = await timed(schedule(), '2027-01-05T07:00:00Z');
    await world.database.sql`update flows set status = 'paused' where id = ${flowId}`;
    expect(await enrolScheduled(sql, at('2027-01-05T09:00:00Z'))).toBe(0);
    await world.database.sql`update flows set status = 'live' where id = ${flowId}`;
    expect(await enrolScheduled(sql, at('2027-01-05T09:01:00Z'))).toBe(0);
    expect(await enrolScheduled(sql, at('2027-01-06T08:00:00Z'))).toBe(1);
  });

  it('is in the organisation’s zone when it names none, and may take a segment', async () => {
    await world.database.sql`update organizations set time_zone = 'Asia/Kolkata'`;
    await timed(
      schedule({ timeZone: '', audience: { kind: 'segment', segmentId: 'seg' } }),
      '2027-01-05T03:00:00Z',
    );
    expect(await enrolScheduled(sql, at('2027-01-05T03:30:00Z'))).toBe(1);
    expect((await jobs())[0]!.params).toMatchObject({ audience: { segmentId: 'seg' } });
    await world.database.sql`update organizations set time_zone = 'UTC'`;
  });
});

describe('dates of contacts', () => {
  const birthday = (change: Partial<NodeData<'date-trigger'>> = {}) =>
    node('date-trigger', {
      attribute: 'birthday',
      repeat: 'yearly',
      offsetDays: 0,
      time: '09:00',
      ...change,
    });
  const enrolled = async () =>
    (await jobs()).flatMap(({ params }) => (params['audience'] as { contactIds: string[] }).contactIds);

  it('are due at the local time of each contact, once', async () => {
    const { flowId } = await timed(birthday(), '2027-03-01T00:00:00Z');
    const person = (date: string, timeZone?: string) =>
      world.contact({ attributes: { birthday: date }, ...(timeZone ? { timeZone } : {}) });
    const berlin = await person('1990-03-10', 'Europe/Berlin');
    const tokyo = await person('10.3.1985', 'Asia/Tokyo');
    const nowhere = await person('2001-03-10T12:00:00Z');
    await person('1990-03-11', 'Europe/Berlin');
    await person('soon', 'Europe/Berlin');
    await sql`update private.trigger_clocks set checked_until = '2027-03-09T12:00:00Z' where flow_id = ${flowId}`;

    const from = at('2027-03-09T12:00:00Z');
    expect(await enrolDates(sql, from, at('2027-03-10T00:00:00Z'))).toBe(1);
    expect(await enrolled()).toEqual([tokyo]);
    expect(await enrolDates(sql, from, at('2027-03-10T07:59:59Z'))).toBe(0);
    expect(await enrolDates(sql, from, at('2027-03-10T08:00:00Z'))).toBe(1);
    expect(await enrolDates(sql, from, at('2027-03-10T09:00:00Z'))).toBe(1);
    expect(await enrolled()).toEqual([tokyo, berlin, nowhere]);
    expect((await jobs())[0]!.params).toMatchObject({
      triggerNodeId: 'start',
      detail: { date: '2027-03-10', attribute: 'birthday' },
    });
    // Looked at anew: what has been done is remembered, though the clock was lost.
    await sql`delete from private.trigger_clocks`;
    expect(await enrolDates(sql, from, at('2027-03-10T09:00:00Z'))).toBe(0);
    expect(await enrolled()).toHaveLength(3);
  });

  it('come again a year later, or never, as the trigger says', async () => {
    await timed(birthday({ attribute: 'renewal', offsetDays: -7 }), '2027-05-01T00:00:00Z');
    await timed(birthday({ attribute: 'renewal', offsetDays: -7, repeat: 'once' }), '2027-05-01T00:00:00Z');
    await world.contact({ attributes: { renewal: '2027-05-20' } });
    expect(await enrolDates(sql, at('2027-05-12T20:00:00Z'), at('2027-05-13T10:00:00Z'))).toBe(2);
    expect(await enrolDates(sql, at('2028-05-12T20:00:00Z'), at('2028-05-13T10:00:00Z'))).toBe(1);
  });

  it('are taken by the thousand', async () => {
    const { flowId } = await timed(birthday({ attribute: 'joined' }), '2027-06-01T00:00:00Z');
    await world.database.sql`
      insert into contacts (org_id, name, attributes)
      select org_id, 'Member', '{"joined": "2020-06-15"}' from flows, generate_series(1, 2500) where id = ${flowId}`;
    await Promise.all(
      [1, 2].map(() => enrolDates(sql, at('2027-06-14T20:00:00Z'), at('2027-06-15T09:00:00Z'))),
    );
    const ids = await enrolled();
    expect(ids).toHaveLength(2_500);
    expect(new Set(ids).size).toBe(2_500);
  });

  it('are passed over while the flow is paused, and when they are older than two days', async () => {
    const { flowId } = await timed(birthday({ attribute: 'visit' }), '2027-07-01T00:00:00Z');
    await world.contact({ attributes: { visit: '2026-07-10' } });
    expect(await enrolDates(sql, at('2027-07-01T00:00:00Z'), at('2027-07-12T09:00:01Z'))).toBe(0);
    await world.database.sql`update flows set status = 'paused' where id = ${flowId}`;
    await world.contact({ attributes: { visit: '2026-07-13' } });
    expect(await enrolDates(sql, at('2027-07-12T00:00:00Z'), at('2027-07-13T09:30:00Z'))).toBe(0);
    await world.database.sql`update flows set status = 'live' where id = ${flowId}`;
    expect(await enrolDates(sql, at('2027-07-12T00:00:00Z'), at('2027-07-13T09:31:00Z'))).toBe(0);
  });
});
