/** What happens to contacts: who hears of it and what it starts, on a real database. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  keyword,
  node,
  startFlowWorld,
  type FlowWorld,
  type Person,
} from '../../local/testing/flow-world.ts';
import { json } from '../../platform/db/pool.ts';
import { demo } from '../../platform/seed/demo.ts';
import { routeContactEvents } from './route-contact-events.ts';

const DAY_MS = 86_400_000;
let world: FlowWorld;
let sql: FlowWorld['sql'];

beforeAll(async () => {
  world = await startFlowWorld();
  ({ sql } = world);
});
afterAll(() => world?.stop());

async function change(name: string, columns: { tags?: string[]; attributes?: object }): Promise<string[]> {
  await sql`
    update contacts set tags = coalesce(${columns.tags ?? null}, tags),
      attributes = attributes || ${json(sql, columns.attributes ?? {})} where name = ${name}`;
  return world.settleEvents();
}

async function apiEvent(contactId: string, name: string, detail: object = {}, causeDepth = 0): Promise<void> {
  await sql`
    insert into contact_events (org_id, contact_id, kind, name, detail, cause_depth)
    values (${demo.orgId}, ${contactId}, 'api_event', ${name}, ${json(sql, detail)}, ${causeDepth})`;
}

async function known(): Promise<Person> {
  const person = world.someone();
  await world.says(person, 'just a note');
  return person;
}

describe('what starts a flow', () => {
  it('is a tag that is added or removed', async () => {
    await world.publish('Got', { start: node('tag-trigger', { tag: 'vip' }) }, []);
    await world.publish('Lost', { start: node('tag-trigger', { tag: 'vip', change: 'removed' }) }, []);
    const anna = await known();
    await change(anna.name, { tags: ['vip'] });
    expect([await world.runsOf('Got', anna), await world.runsOf('Lost', anna)]).toMatchObject([[{}], []]);
    await change(anna.name, { tags: [] });
    expect([await world.runsOf('Got', anna), await world.runsOf('Lost', anna)]).toMatchObject([[{}], [{}]]);
  });

  it('is an attribute that changes from one value to another, and the run knows both', async () => {
    await world.publish(
      'Upgraded',
      { start: node('attribute-trigger', { name: 'plan', from: 'free', to: 'pro' }) },
      [],
    );
    const bert = await known();
    expect(await change(bert.name, { attributes: { plan: 'free' } })).toEqual([]);
    const [run] = await change(bert.name, { attributes: { plan: 'pro', other: 1 } });
    expect(await world.eventsOf(run!)).toEqual([
      { kind: 'started', detail: { value: 'pro', previous: 'free' } },
    ]);
    expect(await change(bert.name, { attributes: { plan: 'max' } })).toEqual([]);
  });

  it('is an event by API whose fields fit', async () => {
    const filters = [{ field: 'total', operator: 'at-least' as const, value: '100' }];
    await world.publish('Paid', { start: node('event-trigger', { name: 'order.paid', filters }) }, []);
    const contactId = await world.contact();
    await apiEvent(contactId, 'order.paid', { total: 50 });
    expect(await world.settleEvents()).toEqual([]);
    await apiEvent(contactId, 'order.paid', { total: 150, number: 'A7' });
    const [run] = await world.settleEvents();
    expect(await world.eventsOf(run!)).toEqual([{ kind: 'started', detail: { total: 150, number: 'A7' } }]);
  });

  it('is a segment that is entered', async () => {
    await world.publish('Entered', { start: node('segment-trigger', { segmentId: 'seg-1' }) }, []);
    const contactId = await world.contact();
    await sql`
      insert into contact_events (org_id, contact_id, kind, name) values (${demo.orgId}, ${contactId}, 'segment_entered', 'seg-1')`;
    await world.settleEvents();
    expect(await world.runsOf('Entered')).toHaveLength(1);
  });

  it('is a segment that is entered by a word about utility messages', async () => {
    const segmentId = randomUUID();
    const rules = { kind: 'all', of: [{ kind: 'consent', purpose: 'utility', op: 'is', value: 'denied' }] };
    await world.database.sql`
      insert into public.segments (id, org_id, name, rules) values (${segmentId}, ${demo.orgId}, 'No', ${json(sql, rules)})`;
    await world.publish('Left out', { start: node('segment-trigger', { segmentId }) }, []);
    const contactId = await world.contact();
    const says = (purpose: string, state: string) => sql`
      insert into consent_events (org_id, contact_id, purpose, state, source, at)
      values (${demo.orgId}, ${contactId}, ${purpose}, ${state}, 'test', now())`;
    await says('marketing', 'denied');
    await world.settleEvents();
    expect(await world.runsOf('Left out')).toEqual([]);
    await says('utility', 'denied');
    await world.settleEvents();
    expect(await world.runsOf('Left out')).toHaveLength(1);
  });

  it('never is a paused flow’s trigger', async () => {
    await world.publish('Paused', { start: node('tag-trigger', { tag: 'paused' }) }, []);
    await world.database.sql`update flows set status = 'paused' where name = 'Paused'`;
    const cora = await known();
    expect(await change(cora.name, { tags: ['paused'] })).toEqual([]);
  });
});

describe('a run that waits for an event', () => {
  it('hears of it once, and of nothing else', async () => {
    const wait = node('wait-for-event', {
      event: { kind: 'api_event', name: 'paid' },
      saves: [],
      timeoutMs: DAY_MS,
    });
    await world.publish('Waits', { start: keyword('wait'), wait }, [['start', 'next', 'wait']]);
    const dirk = world.someone();
    const [run] = await world.says(dirk, 'wait');
    await world.makeTurn(run!, 1);
    const { id } = await world.contactOf(dirk);
    await apiEvent(id, 'shipped');
    expect(await world.settleEvents()).toEqual([]);
    await apiEvent(id, 'paid');
    await apiEvent(id, 'paid');
    expect(await world.settleEvents()).toEqual([run]);
    expect((await world.eventsOf(run!)).map(({ kind }) => kind)).toEqual(['started', 'happened', 'happened']);
    expect(await world.makeTurn(run!, 2)).toMatchObject({ kind: 'ended', outcome: 'completed' });
    await apiEvent(id, 'paid');
    expect(await world.settleEvents()).toEqual([]);
  });

  it('ends by a rule of its flow when the tag comes', async () => {
    await world.publish(
      'Nags',
      { start: keyword('nag'), wait: node('delay', { mode: 'duration', durationMs: DAY_MS }) },
      [['start', 'next', 'wait']],
      { exitOn: { reply: false, tags: ['bought'], events: [], goals: [] } },
    );
    const emma = world.someone();
    const [run] = await world.says(emma, 'nag');
    await world.makeTurn(run!, 1);
    expect(await change(emma.name, { tags: ['bought'] })).toEqual([run]);
    expect(await world.makeTurn(run!, 2)).toMatchObject({ kind: 'ended', outcome: 'exited' });
  });
});

describe('a conversation that people close', () => {
  it('tells the runs of that conversation that wait for it, once for each time', async () => {
    const { flowId } = await world.publish('Assigned', { start: keyword('human') }, []);
    const fred = world.someone();
    const [run] = await world.says(fred, 'human');
    const { id, conversationId } = await world.contactOf(fred);
    await sql`update flow_runs set listens_to = '{conversation_resolved:this}' where id = ${run!}`;
    const other = await otherConversation(id);
    const resolve = (conversation: string) =>
      sql`update conversations set status = 'resolved' where id = ${conversation}`;
    await resolve(other);
    expect(await world.settleEvents()).toEqual([]);
    await resolve(conversationId);
    await resolve(conversationId);
    expect(await world.settleEvents()).toEqual([run]);
    expect((await world.eventsOf(run!)).map(({ kind }) => kind)).toEqual(['started', 'happened']);
    expect(flowId).toBeTruthy();
  });

  it('ends the runs there whose flow says so, when a colleague takes it over and not when a flow hands it over', async () => {
    const exitOn = { reply: false, takeover: true, tags: [], events: [], goals: [] };
    await world.publish(
      'Follows up',
      { start: keyword('price'), wait: node('delay', { mode: 'duration', durationMs: DAY_MS }) },
      [['start', 'next', 'wait']],
      { exitOn },
    );
    const gina = world.someone();
    const [run] = await world.says(gina, 'price');
    await world.makeTurn(run!, 1);
    const { conversationId } = await world.contactOf(gina);
    const takeOver = (mode: string, claims: object) =>
      world.database.sql.begin(async (tx) => {
        await tx`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true)`;
        await tx`update conversations set mode = ${mode} where id = ${conversationId}`;
      });
    await takeOver('human', {});
    expect(await world.settleEvents()).toEqual([]);
    await takeOver('bot', {});
    await takeOver('human', { sub: demo.ownerId });
    expect(await world.settleEvents()).toEqual([run]);
    expect(await world.makeTurn(run!, 2)).toMatchObject({ kind: 'ended', outcome: 'exited' });
  });

  async function otherConversation(contactId: string): Promise<string> {
    const [row] = await world.database.sql<{ id: string }[]>`
      with number as (
        insert into phone_numbers (org_id, waba_account_id, meta_phone_number_id, display_phone_number)
        values (${demo.orgId}, ${demo.wabaAccountId}, '100000000000099', '+1 555 010 0099') returning *)
      insert into conversations (org_id, contact_id, phone_number_id) select org_id, ${contactId}, id from number returning id`;
    return row!.id;
  }
});

describe('consent that changes', () => {
  it('is an event with the old and the new state', async () => {
    const contactId = await world.contact();
    const say = (state: string, at: string) => sql`
      insert into consent_events (org_id, contact_id, state, source, at) values (${demo.orgId}, ${contactId}, ${state}, 'form', ${at})`;
    await say('granted', '2026-01-02T00:00:00Z');
    await say('denied', '2026-01-01T00:00:00Z'); // older: changes nothing
    const events = await sql`select kind, name, detail from contact_events where contact_id = ${contactId}`;
    expect(events).toEqual([
      { kind: 'consent_changed', name: 'marketing', detail: { value: 'granted', previous: 'unknown' } },
    ]);
  });
});

describe('a batch of events', () => {
  it('is one transaction, starts each flow by its own rule and keeps the order of one contact', async () => {
    await world.publish('Every', { start: node('event-trigger', { name: 'tick', filters: [] }) }, []);
    await world.publish('Idle', { start: node('event-trigger', { name: 'tick', filters: [] }) }, [], {
      reentry: { kind: 'whenIdle' },
    });
    const contacts = await Promise.all(Array.from({ length: 5 }, () => world.contact()));
    for (const id of [...contacts, ...contacts]) await apiEvent(id, 'tick');
    const wakes = await sql.begin((tx) => routeContactEvents(tx));
    expect(wakes).toHaveLength(15);
    expect(await world.runsOf('Every')).toHaveLength(10);
    expect(await world.runsOf('Idle')).toHaveLength(5);
    const [pending] = await sql`select count(*)::int as n from contact_events where routed_at is null`;
    expect(pending!.n).toBe(0);
  });

  it('leaves what belongs to a busy conversation for later, and waits for nobody', async () => {
    await world.publish('Busy', { start: node('event-trigger', { name: 'busy', filters: [] }) }, []);
    const [gina, hugo] = [await known(), await known()];
    const [{ id, conversationId }, other] = [await world.contactOf(gina), await world.contactOf(hugo)];
    await apiEvent(id, 'busy');
    await apiEvent(other.id, 'busy');
    await world.database.sql.begin(async (holder) => {
      await holder`select from conversations where id = ${conversationId} for update`;
      expect(await world.settleEvents()).toHaveLength(1);
      expect([await world.runsOf('Busy', gina), await world.runsOf('Busy', hugo)]).toMatchObject([[], [{}]]);
    });
    expect(await world.settleEvents()).toHaveLength(1);
    expect(await world.runsOf('Busy', gina)).toHaveLength(1);
  });

  it('gives no event away that several workers see at once', async () => {
    await world.publish('Shared', { start: node('event-trigger', { name: 'shared', filters: [] }) }, []);
    const contacts = await Promise.all(Array.from({ length: 20 }, () => world.contact()));
    for (const id of contacts) await apiEvent(id, 'shared');
    await Promise.all([world.settleEvents(), world.settleEvents(), world.settleEvents()]);
    await world.settleEvents();
    expect(await world.runsOf('Shared')).toHaveLength(20);
  });
});

describe('flows that cause each other’s events', () => {
  it('stop at the fifth, with a note', async () => {
    await world.publish('Loops', { start: node('event-trigger', { name: 'loop', filters: [] }) }, []);
    const contactId = await world.contact();
    await apiEvent(contactId, 'loop', {}, 4);
    expect(await world.settleEvents()).toHaveLength(1);
    await apiEvent(contactId, 'loop', {}, 5);
    expect(await world.settleEvents()).toEqual([]);
    expect(await sql`select 1 from private.dead_letters where cause = 'flows_cause_each_other'`).toHaveLength(
      1,
    );
    await apiEvent(contactId, 'nobody listens', {}, 5);
    await world.settleEvents();
    expect(await sql`select 1 from private.dead_letters where cause = 'flows_cause_each_other'`).toHaveLength(
      1,
    );
  });
});

describe('an organisation that has no number', () => {
  it('gets a note and holds up nobody else', async () => {
    await world.database.sql`
      with org as (insert into organizations (name, slug) values ('Numberless', 'numberless') returning id),
        flow as (insert into flows (org_id, name, status, draft, draft_hash) select id, 'x', 'live', '{}', 'x' from org returning *),
        version as (insert into flow_versions (org_id, flow_id, number, doc, hash) select org_id, id, 1, '{}', 'x' from flow returning *),
        trigger as (
          insert into flow_triggers (org_id, flow_id, flow_version_id, node_id, type, keys, data, rules)
          select org_id, flow_id, id, 'start', 'tag-trigger', '{tag_added:vip}', '{"tag": "vip"}', '{"reentry": {"kind": "always"}}' from version
        )
      insert into contacts (org_id, name, tags) select id, 'Nobody', '{vip}' from org`;
    await world.publish('Follow', { start: node('tag-trigger', { tag: 'follow' }) }, []);
    const ida = await known();
    await change(ida.name, { tags: ['follow'] });
    expect(await world.runsOf('Follow', ida)).toHaveLength(1);
    expect(await sql`select 1 from private.dead_letters where cause = 'no_number'`).toHaveLength(1);
  });
});

describe('an event that can’t be routed', () => {
  it('is noted alone; the others of its batch stand', async () => {
    await world.publish('Fails', { start: node('event-trigger', { name: 'fails', filters: [] }) }, []);
    await world.publish('Works', { start: node('event-trigger', { name: 'works', filters: [] }) }, []);
    await world.database.sql`
      update flow_triggers set rules = '{"reentry": {"kind": "after", "pauseMs": "soon"}}'
      where flow_id = (select id from flows where name = 'Fails')`;
    const contactId = await world.contact();
    await apiEvent(contactId, 'works');
    await apiEvent(contactId, 'fails');
    await apiEvent(contactId, 'works');
    expect(await world.settleEvents()).toHaveLength(2);
    const [letter] =
      await sql`select cause from private.dead_letters where kind = 'contact_event' order by id desc limit 1`;
    expect(letter!.cause).toBe('22P02');
  });
});
