/** The two judges of segments on a real database: `matches` for one contact, SQL made of the same rules for all. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fold } from '../../core/segments/fold.ts';
import { matches } from '../../core/segments/matches.ts';
import { rulesInside } from '../../core/segments/nesting.ts';
import type { SegmentRules } from '../../core/segments/rules.ts';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { createPool, json, type Sql } from '../../platform/db/pool.ts';
import { loadSegmentFacts } from './facts.ts';
import { randomContact } from './testing/random-contacts.ts';
import { randomRules, randomTest } from './testing/random-rules.ts';
import { createOrganisation, insertContacts } from './testing/rows.ts';
import { NOW, segmentIds } from './testing/vocabulary.ts';

const seed = Number(process.env.FC_SEED ?? Date.now() % 1_000_000);
/** Each run has a seed of its own, so many short ones see as much as a long one. */
const numRuns = Number(process.env.FC_RUNS ?? 80);
/** Days begin at other moments in each of them; in some the clocks change within the days of the rules. */
const zones = [
  'UTC',
  'America/Los_Angeles',
  'Pacific/Auckland',
  'Asia/Kolkata',
  'America/Santiago',
  'Pacific/Kiritimati',
];
const timeZone = zones[seed % zones.length]!;
let database: TestDatabase;
let sql: Sql;
let orgId: string;
let contactIds: string[];
/** Two segments that rules may name, the second of which names the first. */
const segments = new Map<string, SegmentRules>([
  [
    segmentIds[0]!,
    {
      kind: 'any',
      of: [
        { kind: 'messages', type: 'read', op: 'at-least', value: 1 },
        { kind: 'tag', op: 'has', value: 'vip' },
      ],
    },
  ],
  [segmentIds[1]!, { kind: 'all', of: [{ kind: 'segment', op: 'belongs-not', segmentId: segmentIds[0]! }] }],
]);

beforeAll(async () => {
  database = await createDatabase();
  sql = createPool(database.workerUrl, { max: 2, applicationName: 'test' });
  orgId = await createOrganisation(database.sql, 'Asked', { isAsked: true, timeZone });
  const other = await createOrganisation(database.sql, 'Other');
  contactIds = await insertContacts(database.sql, orgId, fc.sample(randomContact, { numRuns: 250, seed }));
  await insertContacts(database.sql, other, fc.sample(randomContact, { numRuns: 20, seed }));
  for (const [segmentId, rules] of segments) {
    await database.sql`
      insert into public.segments (id, org_id, name, rules) values (${segmentId}, ${orgId}, ${segmentId}, ${json(sql, rules)})`;
  }
});
afterAll(async () => {
  await sql?.end();
  await database?.drop();
});

const inDatabase = async (rules: unknown, now = NOW) => {
  const rows = await sql<{ id: string }[]>`
    select id from private.contacts_in_segment(${orgId}, ${json(sql, rules)}, ${now}, null, 1000) found (id)`;
  return rows.map(({ id }) => id);
};

/** The other form of the same SQL: all contacts at once, as they are counted for a member. */
const counted = (rules: SegmentRules) =>
  database.sql.begin(async (tx) => {
    await tx`select set_config('request.jwt.claims', ${JSON.stringify({ org_id: orgId, org_role: 'viewer' })}, true)`;
    const [row] = await tx<{ count: number; sample: string[] }[]>`
      select count::int, sample from private.count_segment(${orgId}, ${json(sql, rules)}, ${NOW}, 1000)`;
    expect(row!.count).toBe(row!.sample.length);
    return row!.sample.sort();
  });

const inProcess = (rules: SegmentRules) =>
  sql.begin(async (tx) => {
    const facts = await loadSegmentFacts(tx, contactIds, rulesInside(rules, segments));
    return facts
      .filter((contact) => matches(rules, { facts: contact, now: NOW, timeZone, segments }))
      .map(({ id }) => id)
      .sort();
  });

describe('a segment', () => {
  it(`holds the same contacts in a flow and in a list (seed ${seed}, ${timeZone})`, async () => {
    let members = 0;
    await fc.assert(
      fc.asyncProperty(randomRules, async (rules) => {
        const [ours, theirs] = [await inProcess(rules), await inDatabase(rules)];
        expect(theirs).toEqual(ours);
        expect(await counted(rules)).toEqual(ours);
        members += ours.length;
      }),
      { numRuns, seed },
    );
    expect(members).toBeGreaterThan(2 * numRuns); // the rules say something about these contacts
  }, 120_000);

  it(`holds the same contacts by each single test (seed ${seed}, ${timeZone})`, async () => {
    await fc.assert(
      fc.asyncProperty(randomTest, async (test) => {
        const rules: SegmentRules = { kind: 'all', of: [test] };
        const ours = await inProcess(rules);
        expect(await inDatabase(rules)).toEqual(ours);
        expect(await counted(rules)).toEqual(ours);
      }),
      { numRuns: 2 * numRuns, seed },
    );
  }, 120_000);

  it('is read in pages in the order of the ids', async () => {
    const everybody: SegmentRules = {
      kind: 'all',
      of: [{ kind: 'country', op: 'is-none-of', values: ['XX'] }],
    };
    const seen: string[] = [];
    for (;;) {
      const page = await sql<{ id: string }[]>`
        select id from private.contacts_in_segment(${orgId}, ${json(sql, everybody)}, ${NOW}, ${seen.at(-1) ?? null}, 90) f (id)`;
      if (page.length === 0) break;
      seen.push(...page.map(({ id }) => id));
    }
    expect(seen).toEqual([...contactIds].sort());
  });
});

describe('upper and lower case', () => {
  it('are the same to Postgres and to us, for every letter there is', async () => {
    const rows = await sql<{ code: number; lower: string }[]>`
      select code, lower(normalize(chr(code), nfc) collate "pg_c_utf8") as lower from generate_series(1, 1114111) code
      where code not between 55296 and 57343`;
    const different = rows.filter(({ code, lower }) => fold(String.fromCodePoint(code)) !== lower);
    expect(different.map(({ code }) => code.toString(16))).toEqual([]);
  }, 30_000);
});

describe('the SQL that is made of rules', () => {
  const condition = async (rules: unknown) => {
    const [row] = await database.sql<{ sql: string }[]>`
      select private.segment_condition(${json(sql, rules)}) as sql`;
    return row!.sql;
  };

  const VALUES = new Set([
    'value',
    'name',
    'days',
    'from',
    'to',
    'replyDays',
    'source',
    'campaignId',
    'phoneNumberId',
    'flowId',
    'goal',
    'segmentId',
  ]);

  /** The same shape with other values everywhere. */
  const withValues = (part: unknown, value: string): unknown => {
    if (Array.isArray(part)) return part.map((item) => withValues(item, value));
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, old]) => {
        if (key === 'of') return [key, withValues(old, value)];
        if (key === 'values') return [key, [value]];
        return VALUES.has(key) ? [key, value] : [key, old];
      }),
    );
  };

  it(`is the same text whatever the values are (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(randomRules, fc.string({ unit: 'binary' }), async (rules, text) => {
        const value = text.toWellFormed().replaceAll('\0', '');
        expect(await condition(withValues(rules, value))).toBe(await condition(rules));
      }),
      { numRuns: 200, seed },
    );
  });

  it.each([
    ["' or true --"],
    ["'); drop table contacts; --"],
    ['$1'],
    ['%s'],
    ["\\'; select pg_sleep(10); --"],
    ['{of,0}'],
    ["$$ || (select 'x') || $$"],
  ])('takes %j as a value, nothing more', async (hostile) => {
    const texts = [
      { kind: 'name', op: 'is', value: hostile },
      { kind: 'tag', op: 'has', value: hostile },
      { kind: 'consent', op: 'is', value: hostile },
      { kind: 'country', op: 'is-one-of', values: [hostile] },
      { kind: 'event', event: 'goal', name: hostile, op: 'happened', days: 1 },
      { kind: 'messages', type: 'sent', source: hostile, op: 'at-least', value: 1 },
      { kind: 'flow', op: 'reached-goal', goal: hostile },
      { kind: 'phone', op: 'starts-with', value: hostile },
      { kind: 'attribute', type: 'text', name: hostile, op: 'is-not-empty' },
      { kind: 'attribute', type: 'text', name: 'plan', op: 'is', value: hostile },
    ];
    for (const test of texts) {
      const rules = { kind: 'all', of: [test] };
      expect(await inDatabase(rules)).toEqual(hostile === '$1' ? await inProcess(rules as SegmentRules) : []);
    }
    const [{ n } = { n: 0 }] = await database.sql<{ n: number }[]>`
      select count(*)::int as n from public.contacts where org_id = ${orgId}`;
    expect(n).toBe(contactIds.length);
  });

  const hostileWord = "x' or true) --";
  it.each([
    ['a kind', { kind: hostileWord, op: 'is', value: 'x' }],
    ['an operator', { kind: 'name', op: hostileWord, value: 'x' }],
    ['an operator of another kind', { kind: 'tag', op: 'contains', value: 'x' }],
    ['an attribute’s type', { kind: 'attribute', type: hostileWord, name: 'a', op: 'is', value: 'x' }],
    ['an event', { kind: 'event', event: hostileWord, name: 'a', op: 'happened', days: 1 }],
    ['a moment’s operator', { kind: 'lastInbound', op: hostileWord, days: 1 }],
    ['a country’s operator', { kind: 'country', op: hostileWord, values: ['DE'] }],
    ['a kind of message', { kind: 'messages', type: hostileWord, op: 'at-least', value: 1 }],
    ['a message’s operator', { kind: 'messages', type: 'sent', op: hostileWord, value: 1 }],
    ['a campaign’s operator', { kind: 'campaign', campaign: 'last', op: hostileWord }],
    ['a flow’s operator', { kind: 'flow', op: hostileWord }],
    ['a conversation’s operator', { kind: 'conversation', type: 'mode', op: hostileWord, value: 'bot' }],
    ['what a conversation is asked', { kind: 'conversation', type: hostileWord, op: 'is-empty' }],
    ['a number’s operator', { kind: 'phone', op: hostileWord, value: '49' }],
    ['a purpose of consent', { kind: 'consent', purpose: hostileWord, op: 'is', value: 'granted' }],
    ['a segment’s operator', { kind: 'segment', op: hostileWord, segmentId: segmentIds[0] }],
    ['nothing', null],
    ['a list', []],
    ['an empty group', { kind: 'all', of: [] }],
    ['a group without a list', { kind: 'any', of: { 0: { kind: 'name', op: 'is-empty' } } }],
    [
      'a fourth level',
      {
        kind: 'all',
        of: [{ kind: 'all', of: [{ kind: 'all', of: [{ kind: 'name', op: 'is-empty' }] }] }],
      },
    ],
  ])('refuses %s it doesn’t know', async (_, part) => {
    await expect(inDatabase({ kind: 'all', of: [part] })).rejects.toMatchObject({ code: 'PA004' });
  });

  it.each([null, 'all', [], {}, { kind: 'name', op: 'is-empty' }])('refuses %j for a tree', async (rules) => {
    await expect(inDatabase(rules)).rejects.toMatchObject({ code: 'PA004' });
  });

  it('refuses a value that is none of its type', async () => {
    const rules = { kind: 'all', of: [{ kind: 'created', op: 'in-last-days', days: '1); drop table x' }] };
    await expect(inDatabase(rules)).rejects.toMatchObject({ code: '22P02' });
  });
});
