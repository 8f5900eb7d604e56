/** Who enters and leaves watched segments, and that each is told once. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SegmentRules } from '../../core/segments/rules.ts';
import type { SegmentTest } from '../../core/segments/tests.ts';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { createPool, json, type Sql } from '../../platform/db/pool.ts';
import { contactsInSegment } from './contacts-in-segment.ts';
import { refreshContactSegments } from './refresh-contacts.ts';
import { refreshSegments } from './refresh-segments.ts';
import { createOrganisation } from './testing/rows.ts';

const NOW = new Date('2026-11-24T08:30:00.000Z');
const DAY_MS = 86_400_000;
const later = (days: number) => new Date(NOW.getTime() + days * DAY_MS);

let database: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await createDatabase();
  sql = createPool(database.workerUrl, { max: 12, applicationName: 'test' });
});
afterAll(async () => {
  await sql?.end();
  await database?.drop();
});

const all = (...of: SegmentTest[]): SegmentRules => ({ kind: 'all', of });
const isVip = all({ kind: 'tag', op: 'has', value: 'vip' });
const wroteLately = all({ kind: 'lastInbound', op: 'in-last-days', days: 7 });

/** An organisation of the test's own. */
async function organisation() {
  const orgId = await createOrganisation(database.sql);
  const createSegment = async (rules: unknown, name: string = randomUUID()) => {
    const id = randomUUID();
    await database.sql`
      insert into public.segments (id, org_id, name, rules) values (${id}, ${orgId}, ${name}, ${json(sql, rules)})`;
    return id;
  };
  /** What publishing leaves in the tables; answers with the flow's id. */
  const publish = async (doc: unknown) => {
    const [flowId, versionId] = [randomUUID(), randomUUID()];
    await database.sql.begin(async (tx) => {
      await tx`
        insert into public.flows (id, org_id, name, status, draft, draft_hash) values (${flowId}, ${orgId}, 'F', 'live', '{}', 'x')`;
      await tx`
        insert into public.flow_versions (id, org_id, flow_id, number, doc, hash)
        values (${versionId}, ${orgId}, ${flowId}, 1, ${json(tx as never, doc)}, 'x')`;
      await tx`
        insert into public.flow_triggers (org_id, flow_id, flow_version_id, node_id, type, rules)
        values (${orgId}, ${flowId}, ${versionId}, 'n', 'segment-trigger', '{}')`;
    });
    return flowId;
  };
  return {
    orgId,
    createSegment,
    publish,
    async watched(rules: unknown) {
      const id = await createSegment(rules);
      await publish({ nodes: { n: { data: { segmentId: id } } } });
      return id;
    },
    async contact(values: { tags?: string[]; inboundAt?: Date; name?: string } = {}) {
      const id = randomUUID();
      await database.sql`
        insert into public.contacts (id, org_id, name, tags)
        values (${id}, ${orgId}, ${values.name ?? null}, ${values.tags ?? []})`;
      await database.sql`
        insert into public.conversations (org_id, contact_id, phone_number_id, last_inbound_at)
        select ${orgId}, ${id}, id, ${values.inboundAt ?? null} from public.phone_numbers where org_id = ${orgId}`;
      return id;
    },
    async events() {
      const rows = await database.sql<{ event: string }[]>`
        select kind || ' ' || contact_id || ' ' || name as event from public.contact_events
        where org_id = ${orgId} and kind like 'segment%' order by id`;
      return rows.map(({ event }) => event);
    },
    async members(segmentId: string) {
      const rows = await database.sql<{ id: string }[]>`
        select contact_id as id from public.segment_members where segment_id = ${segmentId} order by 1`;
      return rows.map(({ id }) => id);
    },
  };
}

const setTags = (contactId: string, tags: string[]) =>
  database.sql`update public.contacts set tags = ${tags} where id = ${contactId}`;
const refresh = (contactIds: string[], options?: { now?: Date; causeDepths?: Map<string, number> }) =>
  sql.begin((tx) => refreshContactSegments(tx, contactIds, options));

describe('watching', () => {
  it('begins with the publication of a flow that names the segment, and tells of nobody who is in it then', async () => {
    const org = await organisation();
    const contact = await org.contact({ tags: ['vip'] });
    const named = await org.createSegment(isVip);
    const other = await org.createSegment(isVip);
    await org.publish({ nodes: { n: { data: { wait: { keys: [`segment_left:${named}`] } } } } });
    expect(await org.members(named)).toEqual([contact]);
    expect(await org.members(other)).toEqual([]);
    await refresh([contact]);
    expect(await org.events()).toEqual([]);
  });

  it('ends when nothing names the segment any more, and begins anew without events', async () => {
    const org = await organisation();
    const contact = await org.contact({ tags: ['vip'] });
    const segment = await org.createSegment(isVip);
    const flow = await org.publish({ segment });
    await database.sql`delete from public.flow_triggers where flow_id = ${flow}`;
    await refreshSegments(sql, NOW);
    expect(await org.members(segment)).toEqual([]);
    await setTags(contact, []);
    await refresh([contact]);
    await org.publish({ segment });
    await setTags(contact, ['vip']);
    await refresh([contact]);
    expect(await org.events()).toEqual([`segment_entered ${contact} ${segment}`]);
  });

  it('goes on for people who are still in an older version', async () => {
    const org = await organisation();
    const contact = await org.contact({ tags: ['vip'] });
    const segment = await org.createSegment(isVip);
    const flow = await org.publish({ segment });
    const run = randomUUID();
    await database.sql`
      insert into public.flow_runs (id, org_id, flow_id, flow_version_id, contact_id, conversation_id, trigger_node_id, state, workflow_id)
      select ${run}, ${org.orgId}, ${flow}, v.id, ${contact}, c.id, 'n', '{}', ${run}
      from public.flow_versions v, public.conversations c where v.flow_id = ${flow} and c.contact_id = ${contact}`;
    await database.sql`delete from public.flow_triggers where flow_id = ${flow}`;
    await refreshSegments(sql, NOW);
    expect(await org.members(segment)).toEqual([contact]);
  });

  it('takes changed rules as they are, without events', async () => {
    const org = await organisation();
    const [vip, lead] = [await org.contact({ tags: ['vip'] }), await org.contact({ tags: ['lead'] })];
    const segment = await org.watched(isVip);
    expect(await org.members(segment)).toEqual([vip]);
    const isLead = all({ kind: 'tag', op: 'has', value: 'lead' });
    await database.sql`update public.segments set rules = ${json(sql, isLead)} where id = ${segment}`;
    expect(await org.members(segment)).toEqual([lead]);
    await refresh([vip, lead]);
    await refreshSegments(sql, NOW);
    expect(await org.events()).toEqual([]);
  });
});

describe('a change of a contact', () => {
  it('lets them enter and leave, each told once', async () => {
    const org = await organisation();
    const contact = await org.contact();
    const segment = await org.watched(isVip);
    await setTags(contact, ['vip']);
    expect(await refresh([contact], { causeDepths: new Map([[contact, 3]]) })).toEqual({
      entered: 1,
      left: 0,
    });
    expect(await refresh([contact])).toEqual({ entered: 0, left: 0 });
    expect(await org.members(segment)).toEqual([contact]);
    await setTags(contact, []);
    expect(await refresh([contact, contact])).toEqual({ entered: 0, left: 1 });
    expect(await org.members(segment)).toEqual([]);
    expect(await org.events()).toEqual([
      `segment_entered ${contact} ${segment}`,
      `segment_left ${contact} ${segment}`,
    ]);
    const depths = await database.sql<{ depth: number }[]>`
      select cause_depth as depth from public.contact_events where contact_id = ${contact} and kind like 'segment%' order by id`;
    expect(depths.map(({ depth }) => depth)).toEqual([3, 0]);
  });

  it('leaves nothing behind when its transaction fails', async () => {
    const org = await organisation();
    const contact = await org.contact();
    const segment = await org.watched(isVip);
    await setTags(contact, ['vip']);
    const failing = sql.begin(async (tx) => {
      await refreshContactSegments(tx, [contact]);
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    expect([await org.members(segment), await org.events()]).toEqual([[], []]);
  });

  it('is told once when many look at it at the same moment, the sweep among them', async () => {
    const org = await organisation();
    const contacts = await Promise.all(Array.from({ length: 5 }, () => org.contact()));
    const segment = await org.watched(isVip);
    for (const contact of contacts) await setTags(contact, ['vip']);
    await Promise.all([
      ...Array.from({ length: 10 }, (_, i) => refresh(i % 2 ? contacts : [...contacts].reverse())),
      refreshSegments(sql, NOW),
      refreshSegments(sql, NOW),
    ]);
    expect(await org.events()).toHaveLength(5);
    expect(await org.members(segment)).toHaveLength(5);
  });

  it('counts events by API and goals', async () => {
    const org = await organisation();
    const contact = await org.contact();
    const segment = await org.watched(
      all({ kind: 'event', event: 'api_event', name: 'order.paid', op: 'happened', days: 7 }),
    );
    await database.sql`
      insert into public.contact_events (org_id, contact_id, kind, name, created_at)
      values (${org.orgId}, ${contact}, 'api_event', 'order.paid', ${NOW})`;
    await refresh([contact], { now: later(1) });
    expect(await org.members(segment)).toEqual([contact]);
    await refresh([contact], { now: later(8) });
    expect(await org.members(segment)).toEqual([]);
  });

  it('means nothing to segments of other organisations', async () => {
    const [ours, theirs] = [await organisation(), await organisation()];
    const contact = await ours.contact({ tags: ['vip'] });
    const segment = await theirs.watched(isVip);
    expect(await refresh([contact])).toEqual({ entered: 0, left: 0 });
    expect(await theirs.members(segment)).toEqual([]);
  });
});

describe('the sweep', () => {
  it('lets people enter and leave as time goes by', async () => {
    const org = await organisation();
    const [early, late] = [
      await org.contact({ inboundAt: later(-5) }),
      await org.contact({ inboundAt: later(-1) }),
    ];
    const segment = await org.watched(wroteLately);
    // Publishing looks at the clock of the database; from here on the test's clock counts.
    await database.sql`select private.fill_segment(${segment}, ${NOW})`;
    expect(await org.members(segment)).toEqual([early, late].sort());
    await refreshSegments(sql, later(3));
    expect(await org.members(segment)).toEqual([late]);
    await database.sql`update public.conversations set last_inbound_at = ${later(4)} where contact_id = ${early}`;
    await refreshSegments(sql, later(4));
    await refreshSegments(sql, later(4));
    expect(await org.events()).toEqual([
      `segment_left ${early} ${segment}`,
      `segment_entered ${early} ${segment}`,
    ]);
  });

  it('goes on batch by batch until nobody is left over', async () => {
    const org = await organisation();
    const segment = await org.watched(all({ kind: 'name', op: 'starts-with', value: 'bulk' }));
    await refreshSegments(sql, NOW); // what other tests left
    await database.sql`
      insert into public.contacts (org_id, name) select ${org.orgId}, 'Bulk ' || n from generate_series(1, 25) n`;
    const progress: number[] = [];
    await refreshSegments(sql, NOW, { batch: 10, onProgress: ({ entered }) => progress.push(entered) });
    expect([...new Set(progress)].slice(-3)).toEqual([10, 20, 25]);
    expect(await org.members(segment)).toHaveLength(25);
    expect(await org.events()).toHaveLength(25);
  });

  it('names a segment that it can’t read and goes on with the others', async () => {
    const org = await organisation();
    const contact = await org.contact();
    const broken = await org.watched({ kind: 'all', of: [{ kind: 'of-a-newer-version' }] });
    const segment = await org.watched(isVip);
    await setTags(contact, ['vip']);
    expect(await refresh([contact])).toEqual({ entered: 1, left: 0 });
    await setTags(contact, []);
    const sweep = await refreshSegments(sql, NOW);
    expect(sweep.unreadable).toEqual([broken]);
    expect(await org.members(segment)).toEqual([]);
    await database.sql`delete from public.segments where id = ${broken}`;
  });
});

describe('contactsInSegment', () => {
  it('answers page by page, watched or not', async () => {
    const org = await organisation();
    const contacts = await Promise.all(Array.from({ length: 5 }, () => org.contact({ tags: ['vip'] })));
    await org.contact();
    const segmentId = await org.createSegment(isVip);
    const page = { orgId: org.orgId, segmentId, now: NOW, limit: 3 };
    const first = await contactsInSegment(sql, { ...page, after: null });
    const second = await contactsInSegment(sql, { ...page, after: first.at(-1)! });
    expect([...first, ...second]).toEqual([...contacts].sort());
    expect(await contactsInSegment(sql, { ...page, orgId: randomUUID(), after: null })).toEqual([]);
  });
});
