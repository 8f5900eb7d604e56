/** Random changes of people, messages, conversations and runs, and time that goes by: who is in a segment, and what was told of it. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SegmentRules } from '../../core/segments/rules.ts';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { createPool, json, type Sql } from '../../platform/db/pool.ts';
import { createLogger } from '../../platform/log.ts';
import type { WorkerContext } from '../context.ts';
import { refreshCheckedContacts } from './refresh-checked.ts';
import { refreshContactSegments } from './refresh-contacts.ts';
import { refreshSegments } from './refresh-segments.ts';
import { createOrganisation } from './testing/rows.ts';
import { flowIds, NOW, phoneNumberIds } from './testing/vocabulary.ts';

const seed = Number(process.env.FC_SEED ?? Date.now() % 1_000_000);
const DAY_MS = 86_400_000;
const CONTACTS = 4;

let database: TestDatabase;
let sql: Sql;
let context: Pick<WorkerContext, 'sql' | 'log'>;
let orgId: string;
beforeAll(async () => {
  database = await createDatabase();
  sql = createPool(database.workerUrl, { max: 6, applicationName: 'test' });
  context = { sql, log: createLogger('test', 'silent') };
  orgId = await createOrganisation(database.sql, 'Asked', { isAsked: true });
});
afterAll(async () => {
  await sql?.end();
  await database?.drop();
});

const all = (...of: SegmentRules['of']): SegmentRules => ({ kind: 'all', of });
const readLast = all(
  { kind: 'campaign', campaign: 'last', op: 'was-read' },
  { kind: 'campaign', campaign: 'last', op: 'not-replied', replyDays: 7 },
);
/** Each looks at something else; the last two at other segments. */
const rulesOf = (inner: string): SegmentRules[] => [
  readLast,
  all({ kind: 'messages', type: 'received', op: 'at-least', value: 2, days: 3 }),
  all({ kind: 'lastOutbound', op: 'is-empty' }),
  all(
    { kind: 'conversation', type: 'status', op: 'is', value: 'open' },
    { kind: 'conversation', type: 'unread', op: 'is-empty' },
  ),
  all({ kind: 'conversation', type: 'window', op: 'is-open' }),
  all({ kind: 'flow', flowId: flowIds[0]!, op: 'is-in' }),
  all({ kind: 'flow', op: 'completed', days: 2 }),
  all({ kind: 'tag', op: 'has', value: 'vip' }, { kind: 'name', op: 'starts-with', value: 'an' }),
  all({ kind: 'phone', op: 'starts-with', value: '49' }),
  all({ kind: 'segment', op: 'belongs-not', segmentId: inner }),
  all({
    kind: 'any',
    of: [
      { kind: 'segment', op: 'belongs', segmentId: inner },
      { kind: 'locale', op: 'is', value: 'de' },
    ],
  }),
];

type Change = { contact: number; what: (typeof kinds)[number]; pick: number };
const kinds = [
  'message',
  'status',
  'conversation',
  'run',
  'end',
  'tags',
  'name',
  'phone',
  'days',
  'sweep',
] as const;
const change: fc.Arbitrary<Change> = fc.record({
  contact: fc.nat(CONTACTS - 1),
  what: fc.constantFrom(...kinds),
  pick: fc.nat(99),
});

/** Four people of whom nothing is known, and the watched segments. */
async function begin() {
  await database.sql`delete from public.segments where org_id = ${orgId} and name like 'Outer%'`;
  await database.sql`delete from public.segments where org_id = ${orgId}`;
  await database.sql`delete from public.contacts where org_id = ${orgId}`;
  await database.sql`delete from private.segment_checks`;
  const inner = randomUUID();
  const innerRules = all({ kind: 'messages', type: 'sent', op: 'at-least', value: 1, days: 5 });
  await database.sql`
    insert into public.segments (id, org_id, name, rules) values (${inner}, ${orgId}, 'Inner', ${json(sql, innerRules)})`;
  const segments = await Promise.all(
    rulesOf(inner).map(async (rules, nth) => {
      const id = randomUUID();
      await database.sql`
        insert into public.segments (id, org_id, name, rules) values (${id}, ${orgId}, ${`Outer ${nth}`}, ${json(sql, rules)})`;
      return { id, rules };
    }),
  );
  const contacts = await Promise.all(
    Array.from({ length: CONTACTS }, async () => {
      const id = randomUUID();
      await database.sql`insert into public.contacts (id, org_id, created_at) values (${id}, ${orgId}, ${NOW})`;
      await database.sql`
        insert into public.conversations (org_id, contact_id, phone_number_id, status)
        values (${orgId}, ${id}, ${phoneNumberIds[0]!}, 'resolved')`;
      return id;
    }),
  );
  for (const { id } of segments) await database.sql`select private.fill_segment(${id}, ${NOW})`;
  // As if a published flow named them all.
  const doc = { segments: segments.map(({ id }) => id) };
  const version = randomUUID();
  await database.sql`delete from public.flow_triggers where org_id = ${orgId}`;
  await database.sql`
    insert into public.flow_versions (id, org_id, flow_id, number, doc, hash)
    select ${version}, ${orgId}, ${flowIds[1]!}, max(number) + 1, ${json(sql, doc)}, 'x' from public.flow_versions
    where flow_id = ${flowIds[1]!}`;
  await database.sql`
    insert into public.flow_triggers (org_id, flow_id, flow_version_id, node_id, type, rules)
    values (${orgId}, ${flowIds[1]!}, ${version}, 'n', 'segment-trigger', '{}')`;
  return { segments, contacts };
}

async function apply({ what, pick }: Change, contactId: string, now: Date): Promise<void> {
  const tx = database.sql;
  const one = <Value>(...values: Value[]) => values[pick % values.length]!;
  switch (what) {
    case 'message': {
      const [direction, status, source] = one(
        ['inbound', 'received', 'contact'],
        ['outbound', 'sent', 'campaign'],
        ['outbound', 'queued', 'flow'],
      );
      await tx`
        insert into public.messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, status,
          status_rank, source, created_at)
        select ${randomUUID()}, ${orgId}, id, ${contactId}, phone_number_id, ${direction}, 'text', ${status}, 0, ${source}, ${now}
        from public.conversations where contact_id = ${contactId}`;
      return;
    }
    case 'status':
      await tx`
        update public.messages set status = ${one('sent', 'delivered', 'read', 'failed')}
        where id = (select id from public.messages where contact_id = ${contactId} and direction = 'outbound'
          order by created_at desc, id desc limit 1)`;
      return;
    case 'conversation':
      await tx`
        update public.conversations set status = ${one('open', 'resolved')}, unread_count = ${one(0, 1, 0)},
          window_expires_at = ${new Date(now.getTime() + DAY_MS)} where contact_id = ${contactId}`;
      return;
    case 'run':
      await tx`
        insert into public.flow_runs (id, org_id, flow_id, flow_version_id, contact_id, conversation_id, trigger_node_id, status,
          state, workflow_id, started_at)
        select r.id, ${orgId}, f.flow_id, f.id, ${contactId}, v.id, 't', 'waiting', '{}', r.id, ${now}
        from (select gen_random_uuid() as id) r, public.flow_versions f, public.conversations v
        where f.flow_id = ${one(...flowIds)} and v.contact_id = ${contactId} limit 1`;
      return;
    case 'end':
      await tx`
        update public.flow_runs set status = ${one('completed', 'exited')}, ended_at = ${now}
        where contact_id = ${contactId} and ended_at is null`;
      return;
    case 'tags':
      await tx`update public.contacts set tags = ${one<string[]>(['vip'], [])} where id = ${contactId}`;
      // Tags have events of their own; routing looks at the segments of whom they are about.
      await sql.begin((worker) => refreshContactSegments(worker, [contactId], { now }));
      return;
    case 'name':
      await tx`
        update public.contacts set name = ${one('Anna', 'Ben')}, locale = ${one('de', 'en')} where id = ${contactId}`;
      return;
    case 'phone':
      await tx`
        insert into public.contact_identities (org_id, kind, value, contact_id)
        values (${orgId}, 'phone', ${`+${one(49, 55)}${contactId}`}, ${contactId}) on conflict do nothing`;
      return;
    case 'days':
    case 'sweep':
  }
}

describe('random changes', () => {
  it(`leave in each segment whom its rules hold, each told once as they come and go (seed ${seed})`, async () => {
    let told = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 5, maxLength: 20 }), async (changes) => {
        const { segments, contacts } = await begin();
        const known = new Map<string, Set<string>>();
        for (const { id } of segments) known.set(id, await membersOf(id));
        const expected: string[] = [];
        let now = NOW;
        for (const next of changes) {
          await apply(next, contacts[next.contact]!, now);
          if (next.what === 'days') now = new Date(now.getTime() + (next.pick % 4) * DAY_MS + 1);
          // Several workers at the same moment; time alone is the sweep's.
          const sweeps = next.what === 'days' || next.what === 'sweep';
          await Promise.all([
            refreshCheckedContacts(context, now),
            refreshCheckedContacts(context, now),
            ...(sweeps ? [refreshSegments(sql, now, { onlyByTime: next.pick % 2 === 0 })] : []),
          ]);
          await refreshCheckedContacts(context, now);
          for (const { id, rules } of segments) {
            const before = known.get(id)!;
            const after = await heldBy(rules, now);
            expect(await membersOf(id)).toEqual(after);
            for (const contact of after)
              if (!before.has(contact)) expected.push(`segment_entered ${contact} ${id}`);
            for (const contact of before)
              if (!after.has(contact)) expected.push(`segment_left ${contact} ${id}`);
            known.set(id, after);
          }
        }
        const events = await database.sql<{ event: string }[]>`
          select kind || ' ' || contact_id || ' ' || name as event from public.contact_events
          where org_id = ${orgId} and kind like 'segment%'`;
        expect(events.map(({ event }) => event).sort()).toEqual(expected.sort());
        told += events.length;
      }),
      { numRuns: 25, seed },
    );
    expect(told).toBeGreaterThan(30); // something happened
  }, 180_000);
});

async function membersOf(segmentId: string): Promise<Set<string>> {
  const rows = await database.sql<{ id: string }[]>`
    select contact_id as id from public.segment_members where segment_id = ${segmentId} order by 1`;
  return new Set(rows.map(({ id }) => id));
}

async function heldBy(rules: SegmentRules, now: Date): Promise<Set<string>> {
  const rows = await sql<{ id: string }[]>`
    select id from private.contacts_in_segment(${orgId}, ${json(sql, rules)}, ${now}, null, 100) found (id)`;
  return new Set(rows.map(({ id }) => id));
}
