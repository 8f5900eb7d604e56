/** Starting a flow for many contacts at once, on a real database. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { node, startFlowWorld, type FlowWorld } from '../../local/testing/flow-world.ts';
import { demo } from '../../platform/seed/demo.ts';
import { NoNumberError, startRuns } from './start-runs.ts';
import { findTrigger, type Trigger } from './triggers.ts';

let world: FlowWorld;
let sql: FlowWorld['sql'];
let flowId: string;
let trigger: Trigger;

beforeAll(async () => {
  world = await startFlowWorld();
  ({ sql } = world);
  const rules = { reentry: { kind: 'whenIdle' as const } };
  ({ flowId } = await world.publish('Enrols', { start: node('manual-trigger', {}) }, [], rules));
  trigger = (await sql.begin((tx) => findTrigger(tx, { orgId: demo.orgId, flowId, nodeId: null })))!;
});
afterAll(() => world?.stop());

const enrol = (contactIds: string[], detail = {}) =>
  sql.begin((tx) => startRuns(tx, trigger, contactIds, { detail }));
const many = (count: number) => Promise.all(Array.from({ length: count }, () => world.contact()));

describe('many starts', () => {
  it('make a run, its first event and, where there is none, a conversation for each contact', async () => {
    const contacts = await many(300);
    const wakes = await enrol(contacts, { list: 'spring' });
    expect(wakes).toHaveLength(300);
    expect(new Set(wakes.map(({ key }) => key)).size).toBe(300);
    const [counts] = await sql`
      select count(*)::int as runs, count(v.id)::int as conversations, count(e.run_id)::int as events,
        count(v.foreground_run_id)::int as foreground
      from flow_runs r join conversations v on v.id = r.conversation_id and v.contact_id = r.contact_id
      join private.run_events e on e.run_id = r.id and e.n = 1 and e.kind = 'started' and e.detail = '{"list": "spring"}'
      where r.flow_id = ${flowId}`;
    expect(counts).toEqual({ runs: 300, conversations: 300, events: 300, foreground: 0 });
    // Again: all of them are in a run.
    expect(await enrol(contacts)).toEqual([]);
  });

  it('take one contact once, and pass over those who are gone or somebody else’s', async () => {
    const [contact] = await many(1);
    const [foreign] = await world.database.sql<{ id: string }[]>`
      with org as (insert into organizations (name, slug) values ('Foreign', 'foreign') returning id)
      insert into contacts (org_id, name) select id, 'Foreign' from org returning id`;
    expect(await enrol([contact!, contact!, randomUUID(), foreign!.id])).toHaveLength(1);
    expect(await enrol([foreign!.id, randomUUID()])).toEqual([]);
    expect(await enrol([])).toEqual([]);
  });

  it('by several at once start nobody twice', async () => {
    const contacts = await many(50);
    const results = await Promise.all([enrol(contacts), enrol([...contacts].reverse()), enrol(contacts)]);
    expect(results.flat()).toHaveLength(50);
  });

  it('run on the flow’s own number, else where the person wrote last', async () => {
    const [number] = await world.database.sql<{ id: string }[]>`
      insert into phone_numbers (org_id, waba_account_id, meta_phone_number_id, display_phone_number)
      values (${demo.orgId}, ${demo.wabaAccountId}, '100000000000098', '+1 555 010 0098') returning id`;
    const [first, second] = await many(2);
    await sql`
      insert into conversations (org_id, contact_id, phone_number_id, last_inbound_at)
      values (${demo.orgId}, ${first!}, ${demo.phoneNumberId}, now() - interval '1 day'), (${demo.orgId}, ${first!}, ${number!.id}, now())`;
    await enrol([first!, second!]);
    const numberOf = async (contactId: string) => {
      const [row] = await sql<{ id: string }[]>`
        select v.phone_number_id as id from flow_runs r join conversations v on v.id = r.conversation_id
        where r.contact_id = ${contactId} order by r.started_at desc, r.id desc limit 1`;
      return row!.id;
    };
    expect(await numberOf(first!)).toBe(number!.id);
    expect(await numberOf(second!)).toBe(demo.phoneNumberId);
    await world.database.sql`update flows set phone_number_id = ${demo.phoneNumberId} where id = ${flowId}`;
    await sql`update flow_runs set ended_at = now() where contact_id = ${first!}`;
    await enrol([first!]);
    expect(await numberOf(first!)).toBe(demo.phoneNumberId);
  });

  it('say so when there is no number to write from', async () => {
    const [org] = await world.database.sql<{ id: string; contactId: string }[]>`
      with org as (insert into organizations (name, slug) values ('Silent', 'silent') returning id),
        contact as (insert into contacts (org_id, name) select id, 'Nobody' from org returning org_id, id)
      select org_id as id, id as "contactId" from contact`;
    const [flow] = await world.database.sql<{ id: string }[]>`
      insert into flows (org_id, name, draft, draft_hash) values (${org!.id}, 'x', '{}', 'x') returning id`;
    const start = sql.begin((tx) =>
      startRuns(tx, { ...trigger, orgId: org!.id, flowId: flow!.id }, [org!.contactId]),
    );
    await expect(start).rejects.toThrow(NoNumberError);
  });
});

describe('the trigger of an enrolment', () => {
  it('is named by its node or is the one for people, of a live flow', async () => {
    const find = (nodeId: string | null) =>
      sql.begin((tx) => findTrigger(tx, { orgId: demo.orgId, flowId, nodeId }));
    expect(await find('start')).toMatchObject({ flowId, nodeId: 'start', flowName: 'Enrols', version: 1 });
    expect(await find('elsewhere')).toBeNull();
    await world.database.sql`update flows set status = 'paused' where id = ${flowId}`;
    expect(await find('start')).toBeNull();
    expect(await find(null)).toBeNull();
  });
});
