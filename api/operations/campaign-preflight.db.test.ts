import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Preflight } from '../../core/api/campaigns.ts';
import { newCampaignDoc, type CampaignDoc } from '../../core/campaigns/document.ts';
import { exclusionOf } from '../../core/campaigns/message.ts';
import { exclusions } from '../../core/campaigns/recipients.ts';
import { createDatabase } from '../../local/testing/database.ts';
import { loadPeople } from '../../platform/campaigns/people.ts';
import { createPool, type Sql } from '../../platform/db/pool.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

const SEED = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);
const DAY_MS = 24 * 60 * 60 * 1_000;

let api: TestApi;
/** As the worker, which sends. */
let worker: Sql;
let org: string;
let viewer: string;
beforeAll(async () => {
  const database = await createDatabase();
  worker = createPool(database.workerUrl, { max: 1, applicationName: 'test' });
  api = await createTestApi(database);
  org = api.ours.id;
  viewer = api.ours.users.viewer.token;
  const { sql } = api.database;
  for (const category of ['MARKETING', 'UTILITY', 'AUTHENTICATION'])
    await sql`
      insert into public.templates (org_id, waba_account_id, name, language, category, status, components)
      select org_id, waba_account_id, ${category.toLowerCase()}, 'en', ${category}, 'APPROVED',
        ${sql.json([{ type: 'BODY', text: 'Hello {{1}}!' }])}
      from public.phone_numbers where org_id = ${org}`;
});
afterAll(async () => {
  await worker.end();
  await api.close();
});
// The contact of the fixtures and those of the test before.
beforeEach(async () => {
  await api.database.sql`delete from public.messages where org_id = ${org}`;
  await api.database.sql`delete from public.contacts where org_id = ${org}`;
  await api.database.sql`delete from public.analytics_hours where org_id = ${org}`;
  await api.database.sql`update public.phone_numbers set messaging_limit = null where org_id = ${org}`;
});

interface Person {
  name: string | null;
  country: string | null;
  timeZone: string | null;
  tags: string[];
  identities: string[];
  suppressed: boolean;
  marketing: string;
  utility: string;
  /** Days ago, and whether it failed, of messages that answered nothing. */
  unasked: { daysAgo: number; failed: boolean }[];
}

const somebody: Person = {
  ...{ name: 'Ada', country: 'DE', timeZone: 'Europe/Berlin', tags: [], identities: ['wa_id', 'phone'] },
  ...{ suppressed: false, marketing: 'granted', utility: 'unknown', unasked: [] },
};

/** @returns their ids */
async function invite(people: Partial<Person>[]): Promise<string[]> {
  const { sql } = api.database;
  const guests = people.map((person) => ({ ...somebody, ...person, id: randomUUID() }));
  await sql`
    insert into public.contacts (id, org_id, name, country, time_zone, tags)
    select g.id, ${org}, g.name, g.country, g."timeZone", array(select jsonb_array_elements_text(g.tags))
    from jsonb_to_recordset(${sql.json(guests)})
      as g (id uuid, name text, country text, "timeZone" text, tags jsonb)`;
  // Beside the ledger and the list, which are tested elsewhere.
  await sql`
    update public.contacts c set suppressed = g.suppressed, marketing_consent = g.marketing, utility_consent = g.utility,
      country = g.country
    from jsonb_to_recordset(${sql.json(guests)})
      as g (id uuid, suppressed boolean, marketing text, utility text, country text) where g.id = c.id`;
  await sql`
    insert into public.contact_identities (org_id, kind, value, contact_id)
    select ${org}, k.kind, case k.kind when 'phone' then '+' else '' end || right(translate(g.id::text, 'abcdef-', '123456'), 12), g.id
    from jsonb_to_recordset(${sql.json(guests)}) as g (id uuid, identities jsonb), jsonb_array_elements_text(g.identities) k (kind)`;
  await sql`
    insert into public.conversations (id, org_id, contact_id, phone_number_id)
    select g.id, ${org}, g.id, ${api.ours.phoneNumberId} from jsonb_to_recordset(${sql.json(guests)}) as g (id uuid)`;
  await sql`
    insert into public.messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, status, status_rank, source,
      is_unasked, created_at)
    select gen_random_uuid(), ${org}, g.id, g.id, ${api.ours.phoneNumberId}, 'outbound', 'template',
      case when u.failed then 'failed' else 'sent' end, 30, 'flow', true, now() - make_interval(days => u."daysAgo")
    from jsonb_to_recordset(${sql.json(guests)}) as g (id uuid, unasked jsonb),
      jsonb_to_recordset(g.unasked) as u ("daysAgo" int, failed boolean)`;
  return guests.map(({ id }) => id);
}

function docOf(template: string, change: (doc: CampaignDoc) => void = () => {}): CampaignDoc {
  const doc = newCampaignDoc();
  doc.audience.include = [{ kind: 'all' }];
  doc.variants[0]!.template = { name: template, language: 'en', header: [], body: ['{{contact.name}}'] };
  change(doc);
  return doc;
}

const preflight = (
  doc: CampaignDoc,
  phoneNumberId: string | null = api.ours.phoneNumberId,
): Promise<Preflight> =>
  api.call('preflightCampaign', { token: viewer, params: { org }, body: { phoneNumberId, doc } });
const codes = ({ problems }: Preflight) => problems.map(({ code }) => code);

describe(`who gets a campaign (FC_SEED=${SEED})`, () => {
  const person: fc.Arbitrary<Person> = fc.record({
    name: fc.constantFrom('Ada', 'Ben'),
    country: fc.constantFrom('DE', 'US', 'BR', null),
    timeZone: fc.constantFrom('Europe/Berlin', null),
    tags: fc.subarray(['vip', 'lead']),
    identities: fc.subarray(['wa_id', 'phone', 'bsuid', 'parent_bsuid']),
    suppressed: fc.oneof(
      { weight: 1, arbitrary: fc.constant(true) },
      { weight: 5, arbitrary: fc.constant(false) },
    ),
    marketing: fc.constantFrom('granted', 'granted', 'denied', 'unknown'),
    utility: fc.constantFrom('granted', 'denied', 'unknown'),
    unasked: fc.array(fc.record({ daysAgo: fc.integer({ min: 0, max: 9 }), failed: fc.boolean() }), {
      maxLength: 4,
    }),
  });

  it.each(['marketing', 'utility', 'authentication'] as const)(
    'is counted by the rules by which it is sent, for %s',
    async (purpose) => {
      const people = fc.sample(person, { seed: SEED, numRuns: 400 });
      const ids = await invite(people);
      for (const frequencyCap of [
        null,
        { max: 1, periodMs: 3 * DAY_MS },
        { max: 2, periodMs: 7 * DAY_MS + 1 },
      ]) {
        const now = new Date();
        const expected: Record<string, number> = {};
        const countries: Record<string, number> = {};
        for (const loaded of await loadPeople(worker, org, ids, { frequencyCap }, now)) {
          const reason = exclusionOf(loaded, purpose, { frequencyCap });
          if (reason !== null) expected[reason] = (expected[reason] ?? 0) + 1;
          else countries[loaded.country ?? '-'] = (countries[loaded.country ?? '-'] ?? 0) + 1;
        }
        const answer = await preflight(docOf(purpose, (doc) => (doc.delivery.frequencyCap = frequencyCap)));
        expect(Object.fromEntries(answer.excluded.map(({ reason, count }) => [reason, count]))).toEqual(
          expected,
        );
        expect(answer.audience).toBe(400);
        expect(answer.recipients).toBe(Object.values(countries).reduce((sum, n) => sum + n, 0));
        expect(answer.cost!.markets.reduce((sum, { recipients }) => sum + recipients, 0)).toBe(
          answer.recipients,
        );
        const order = Object.keys(exclusions);
        const places = answer.excluded.map(({ reason }) => order.indexOf(reason));
        expect(places).toEqual([...places].sort((a, b) => a - b));
      }
    },
  );
});

describe('the audience of a preflight', () => {
  it('is whom any group holds and no exclusion, each once', async () => {
    const [vip, both, lead, plain] = await invite([
      { tags: ['vip'] },
      { tags: ['vip', 'lead'] },
      { tags: ['lead'] },
      { tags: [] },
    ]);
    const audienceOf = async (
      include: CampaignDoc['audience']['include'],
      exclude: CampaignDoc['audience']['exclude'] = [],
    ) => {
      const answer = await preflight(docOf('utility', (doc) => (doc.audience = { include, exclude })));
      return answer.samples.map(({ contactId }) => contactId).sort();
    };
    const isVip = { kind: 'tag', tag: 'vip' } as const;
    const isLead = { kind: 'tag', tag: 'lead' } as const;
    const named = { kind: 'contacts', contactIds: [both!, plain!, randomUUID()] } as const;
    const contacts = { kind: 'contacts' as const, contactIds: [...named.contactIds] };
    expect(await audienceOf([{ kind: 'all' }])).toEqual([vip, both, lead, plain].sort());
    expect(await audienceOf([{ kind: 'all' }], [isLead])).toEqual([vip, plain].sort());
    expect(await audienceOf([isVip, isLead])).toEqual([vip, both, lead].sort());
    expect(await audienceOf([isVip, contacts])).toEqual([vip, both, plain].sort());
    expect(await audienceOf([isVip, contacts], [isLead])).toEqual([vip, plain].sort());
    expect(await audienceOf([contacts])).toEqual([both, plain].sort());
    expect(await audienceOf([contacts, { kind: 'all' }], [isVip])).toEqual([lead, plain].sort());
    expect(await audienceOf([])).toEqual([]);
    expect(await audienceOf([{ kind: 'tag', tag: "x' or true --" }])).toEqual([]);
  });

  it('follows segments, also where they are put out', async () => {
    const [vip, lead] = await invite([{ tags: ['vip'] }, { tags: ['lead'] }]);
    const rules = { kind: 'all' as const, of: [{ kind: 'tag' as const, op: 'has' as const, value: 'vip' }] };
    const segment = await api.call('createSegment', {
      ...{ token: api.ours.users.admin.token, params: { org } },
      body: { name: randomUUID(), rules },
    });
    const group = { kind: 'segment' as const, segmentId: segment.id };
    const contacts = { kind: 'contacts' as const, contactIds: [vip!, lead!] };
    const found = await preflight(docOf('utility', (doc) => (doc.audience.include = [group])));
    expect(found.samples.map(({ contactId }) => contactId)).toEqual([vip]);
    for (const include of [[{ kind: 'all' as const }], [contacts]]) {
      const others = await preflight(
        docOf('utility', (doc) => (doc.audience = { include, exclude: [group] })),
      );
      expect(others.samples.map(({ contactId }) => contactId)).toEqual([lead]);
    }
  });

  it('may stand on segments that stand on others, and says so when those are too many', async () => {
    await invite([{ tags: ['vip'] }]);
    const call = { token: api.ours.users.admin.token, params: { org } };
    let segmentId = '';
    for (let depth = 0; depth < 6; depth += 1) {
      const part =
        segmentId === ''
          ? { kind: 'tag' as const, op: 'has' as const, value: 'vip' }
          : { kind: 'segment' as const, op: 'belongs' as const, segmentId };
      const body = { name: randomUUID(), rules: { kind: 'all' as const, of: [part] } };
      segmentId = (await api.call('createSegment', { ...call, body })).id;
      const group = { kind: 'segment' as const, segmentId };
      const doc = docOf('utility', ({ audience }) => (audience.include = [group]));
      const kept = docOf('utility', ({ audience }) => (audience.exclude = [group]));
      const [found, left] = [await preflight(doc), await preflight(kept)];
      if (depth < 5) expect([found.audience, left.audience]).toEqual([1, 0]);
      else {
        expect([codes(found), codes(left)]).toEqual([
          ['audience_too_deep', 'no_recipients'],
          ['audience_too_deep', 'no_recipients'],
        ]);
      }
    }
  });

  it('holds the contact that one who is named has become', async () => {
    const [stays, goes] = await invite([{}, {}]);
    await api.call('mergeContact', {
      ...{ token: api.ours.users.admin.token, params: { org, contact: stays! } },
      body: { contactId: goes! },
    });
    const include = [{ kind: 'contacts' as const, contactIds: [goes!] }];
    const answer = await preflight(docOf('utility', (doc) => (doc.audience.include = include)));
    expect(answer).toMatchObject({ audience: 1, problems: [], samples: [{ contactId: stays }] });
  });

  it('holds nobody of another organisation, whoever names them', async () => {
    const [ours] = await invite([{}]);
    const include = [{ kind: 'contacts' as const, contactIds: [ours!, api.theirs.contactId] }];
    const answer = await preflight(docOf('utility', (doc) => (doc.audience.include = include)));
    expect(answer).toMatchObject({ audience: 1, recipients: 1 });
    expect(codes(answer)).toEqual(['contacts_gone']);
    const body = { phoneNumberId: null, doc: docOf('utility') };
    await api.refused('preflightCampaign', 404, {
      ...{ token: api.theirs.users.owner.token, params: { org } },
      body,
    });
  });
});

describe('the values of a preflight', () => {
  it('are filled in for up to five people, and missing ones counted', async () => {
    await invite([{ name: 'Ada' }, { name: null }, { name: 'Ben' }]);
    const answer = await preflight(docOf('utility'));
    expect(answer).toMatchObject({
      ...{ audience: 3, recipients: 2, valuesChecked: 3 },
      excluded: [{ reason: 'value_missing', count: 1 }],
    });
    expect(answer.samples.map(({ text }) => text).sort()).toEqual(['Hello Ada!', 'Hello Ben!', null]);
  });

  it('are shown of every variant, by their shares', async () => {
    await invite(Array.from({ length: 4 }, () => ({})));
    const answer = await preflight(
      docOf('utility', (doc) => {
        const [first] = doc.variants;
        doc.variants = [
          { ...first!, weight: 3 },
          { ...first!, key: 'B', weight: 1, template: { ...first!.template, body: ['you'] } },
        ];
      }),
    );
    expect(answer.samples.map(({ variant, text }) => `${variant} ${text}`).sort()).toEqual([
      ...['A Hello Ada!', 'A Hello Ada!', 'A Hello Ada!', 'B Hello you!'],
    ]);
  });

  it('are not looked at while the campaign itself is wrong', async () => {
    await invite([{ name: null }]);
    const answer = await preflight(docOf('no such template'));
    expect(answer).toMatchObject({ audience: 1, recipients: 1, valuesChecked: 0, samples: [], cost: null });
    expect(codes(answer)).toEqual(['template_unknown']);
  });
});

describe('the cost of a preflight', () => {
  it('is by list prices of the markets of the recipients', async () => {
    await invite([{ country: 'DE' }, { country: 'DE' }, { country: 'AT' }, { country: null }]);
    const { cost } = await preflight(docOf('marketing'));
    expect(cost).toEqual({
      ...{ currency: 'USD', low: 0.39, high: 0.39 },
      markets: [
        { market: 'Germany', recipients: 2, each: 0.1365 },
        { market: 'Other', recipients: 1, each: 0.0604 },
        { market: 'Rest of Western Europe', recipients: 1, each: 0.0592 },
      ],
    });
  });

  it('is lower at its low end by what was not delivered lately, once there are enough messages', async () => {
    await invite(Array.from({ length: 10 }, () => ({ country: 'DE' })));
    const hours = (sent: number, delivered: number, ago: string) => api.database.sql`
      insert into public.analytics_hours (org_id, at, phone_number_id, sent, delivered, read, failed)
      values (${org}, now() - ${ago}::interval, ${api.ours.phoneNumberId}, ${sent}, ${delivered}, ${delivered}, 10)`;
    await hours(9, 40, '2 days');
    expect((await preflight(docOf('marketing'))).cost).toMatchObject({ low: 1.37, high: 1.37 });
    await hours(0, 0, '3 days');
    await hours(100_000, 0, '31 days');
    expect((await preflight(docOf('marketing'))).cost).toMatchObject({ low: 1, high: 1.37 });
  });
});

describe('the headroom of a preflight', () => {
  const setLimit = (limit: string | null) =>
    api.database.sql`update public.phone_numbers set messaging_limit = ${limit} where org_id = ${org}`;

  it('is what the number may write to first, less whom it has written to in a day', async () => {
    await invite([
      {
        unasked: [
          { daysAgo: 0, failed: false },
          { daysAgo: 0, failed: false },
        ],
      },
      { unasked: [{ daysAgo: 2, failed: false }] },
      { unasked: [{ daysAgo: 0, failed: true }] },
    ]);
    await setLimit('TIER_2K');
    const answer = await preflight(docOf('utility'));
    expect(answer.headroom).toEqual({ limit: 2_000, used: 1 });
    expect(codes(answer)).toEqual([]);
  });

  it('is shared by all numbers of a portfolio, and by no others', async () => {
    await invite([{ unasked: [{ daysAgo: 0, failed: false }] }, {}]);
    const { sql } = api.database;
    const [waba, number] = [randomUUID(), randomUUID()];
    await sql`
      insert into public.waba_accounts (id, org_id, app_key, meta_waba_id, name) values (${waba}, ${org}, 'fixture', ${waba}, 'Other')`;
    await sql`
      insert into public.phone_numbers (id, org_id, waba_account_id, meta_phone_number_id, display_phone_number, verified_name)
      values (${number}, ${org}, ${waba}, ${number}, '+1 555', 'Other')`;
    const used = async () => (await preflight(docOf('utility'), number)).headroom.used;
    expect(await used()).toBe(0);
    await sql`update public.waba_accounts set portfolio = ${waba} where org_id = ${org}`;
    expect(await used()).toBe(1);
    await sql`delete from public.phone_numbers where id = ${number}`;
    await sql`delete from public.waba_accounts where id = ${waba}`;
  });

  it('warns when more people get it than are left', async () => {
    await invite([{ unasked: [{ daysAgo: 0, failed: false }] }, {}, {}]);
    await setLimit('3');
    expect(codes(await preflight(docOf('utility')))).toEqual(['over_headroom']);
    await setLimit('4');
    expect(codes(await preflight(docOf('utility')))).toEqual([]);
  });

  it('has no limit where Meta says none, or nothing', async () => {
    await invite([{}]);
    for (const limit of [null, '-1', 'TIER_UNLIMITED']) {
      await setLimit(limit);
      expect((await preflight(docOf('utility'))).headroom.limit).toBeNull();
    }
  });
});

describe('the end of a preflight', () => {
  it('is at the pace of the number, or the campaign’s own', async () => {
    await invite(Array.from({ length: 36 }, () => ({})));
    const tookMs = ({ startsAt, finishesAt }: Preflight) => Date.parse(finishesAt!) - Date.parse(startsAt);
    // 80 a second, of which campaigns take nine tenths.
    expect(tookMs(await preflight(docOf('utility')))).toBe(500);
    expect(tookMs(await preflight(docOf('utility', (doc) => (doc.delivery.ratePerSecond = 1))))).toBe(36_000);
    await api.database.sql`
      insert into private.rate_buckets (phone_number_id, tokens, rate_per_second) values (${api.ours.phoneNumberId}, 0, 20)`;
    expect(tookMs(await preflight(docOf('utility')))).toBe(2_000);
    await api.database.sql`delete from private.rate_buckets`;
  });

  it('waits for the last time zone, and for quiet hours there', async () => {
    await invite([{ timeZone: 'Europe/Berlin' }, { timeZone: 'America/New_York' }]);
    const doc = docOf('utility', ({ delivery }) => {
      delivery.startsAt = '2099-01-05T07:00';
      delivery.timing = 'localTime';
      delivery.ratePerSecond = 1;
    });
    expect(await preflight(doc)).toMatchObject({
      ...{ startsAt: '2099-01-04T17:00:00.000Z', finishesAt: '2099-01-05T12:00:01.000Z' },
    });
    doc.delivery.quietHours = { from: '22:00', to: '09:00' };
    expect(await preflight(doc)).toMatchObject({ finishesAt: '2099-01-05T14:00:01.000Z' });
    doc.delivery.test = { percent: 10, waitMs: 60_000, winner: 'none' };
    expect(await preflight(doc)).toMatchObject({ finishesAt: '2099-01-05T14:01:01.000Z' });
  });

  it.each([
    ['+05:30', '2099-01-06T02:30:00.000Z'], // 05:29 there
    ['+10:00', '2099-01-05T23:59:00.000Z'], // 09:59
    ['-03:00', '2099-01-06T11:00:00.000Z'], // 20:59
  ])('waits for quiet hours of people whose zone is an offset: %s', async (timeZone, free) => {
    await invite([{ timeZone }]);
    const doc = docOf('utility', ({ delivery }) => {
      delivery.startsAt = '2099-01-05T23:59';
      delivery.quietHours = { from: '20:00', to: '08:00' };
      delivery.ratePerSecond = 1;
    });
    const finishesAt = new Date(Date.parse(free) + 1_000).toISOString();
    expect(await preflight(doc)).toMatchObject({ finishesAt });
  });

  it('is none when nobody gets it', async () => {
    await invite([{ suppressed: true }]);
    const answer = await preflight(docOf('utility'));
    expect(answer).toMatchObject({ audience: 1, recipients: 0, finishesAt: null, samples: [] });
    expect(codes(answer)).toEqual(['no_recipients']);
  });
});

it('tells of an empty draft what it lacks, and stores nothing', async () => {
  const answer = await preflight(newCampaignDoc(), null);
  expect(answer).toMatchObject({ audience: 0, excluded: [], recipients: 0, cost: null, finishesAt: null });
  expect(codes(answer)).toEqual(['number_missing', 'audience_empty', 'template_missing']);
  const { items } = await api.call('listCampaigns', { token: viewer, params: { org }, query: {} });
  expect(items).toEqual([]);
});
