import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Recipient } from '../../core/api/campaigns.ts';
import { newCampaignDoc } from '../../core/campaigns/document.ts';
import {
  exclusions,
  recipientResults,
  recipientStates,
  resultOf,
  type RecipientState,
} from '../../core/campaigns/recipients.ts';
import { createDatabase } from '../../local/testing/database.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

const SEED = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);

let api: TestApi;
let org: string;
let viewer: string;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
  org = api.ours.id;
  viewer = api.ours.users.viewer.token;
});
afterAll(() => api.close());

interface Sent {
  status: string;
  code: string | null;
  pricing: object | null;
}

interface Got {
  country: string | null;
  variant: string | null;
  state: RecipientState;
  reason: string | null;
  message: Sent | null;
  attempts: number;
  replied: boolean;
}

const got = (change: Partial<Got> = {}): Got => ({
  ...{ country: 'DE', variant: 'A', state: 'sent', reason: null, attempts: 1, replied: false },
  message: { status: 'sent', code: null, pricing: null },
  ...change,
});
const message = (status: string, pricing: object | null = null, code: string | null = null) => ({
  ...{ status, pricing, code },
});

/** A campaign that was counted and has run. */
async function campaignWith(people: Got[]): Promise<{ org: string; campaign: string }> {
  const { sql } = api.database;
  const campaign = randomUUID();
  const doc = newCampaignDoc();
  doc.variants.push({ ...doc.variants[0]!, key: 'B' });
  await sql`
    insert into public.campaigns (id, org_id, name, phone_number_id, doc, status, started_at, prepared_at)
    values (${campaign}, ${org}, 'C', ${api.ours.phoneNumberId}, ${sql.json(doc)}, 'running', now(), now())`;
  const rows = people.map((person) => ({
    ...person,
    ...{ contactId: randomUUID(), messageId: person.message && randomUUID() },
  }));
  const given = sql.json(rows as never);
  const shape = sql`as p ("contactId" uuid, "messageId" uuid, country text, variant text, state text, reason text, message jsonb, attempts int,
    replied boolean)`;
  await sql`
    insert into public.contacts (id, org_id, name, country)
    select p."contactId", ${org}, 'P', p.country from jsonb_to_recordset(${given}) ${shape}`;
  await sql`
    update public.contacts c set country = p.country from jsonb_to_recordset(${given}) ${shape} where p."contactId" = c.id`;
  await sql`
    insert into public.conversations (id, org_id, contact_id, phone_number_id)
    select p."contactId", ${org}, p."contactId", ${api.ours.phoneNumberId} from jsonb_to_recordset(${given}) ${shape}`;
  await sql`
    insert into public.messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, status, status_rank, source,
      campaign_id, purpose, error_code, error_title, pricing, delivered_at)
    select p."messageId", ${org}, p."contactId", p."contactId", ${api.ours.phoneNumberId}, 'outbound', 'template', p.message ->> 'status', 30,
      'campaign', ${campaign}, 'marketing', p.message ->> 'code', 'Title of ' || (p.message ->> 'code'), nullif(p.message -> 'pricing', 'null'),
      case when p.message ->> 'status' in ('delivered', 'read', 'played') then now() end
    from jsonb_to_recordset(${given}) ${shape} where p."messageId" is not null`;
  await sql`
    insert into public.campaign_recipients (org_id, campaign_id, contact_id, variant, state, reason, send_at, message_id, attempts, replied_at)
    select ${org}, ${campaign}, p."contactId", p.variant, p.state, p.reason, now(), p."messageId", p.attempts,
      case when p.replied then now() end
    from jsonb_to_recordset(${given}) ${shape}`;
  return { org, campaign };
}

type Params = Awaited<ReturnType<typeof campaignWith>>;
const report = (params: Params) => api.call('getCampaignReport', { token: viewer, params });

async function inList({ campaign }: Params) {
  const { items } = await api.call('listCampaigns', {
    token: viewer,
    params: { org },
    query: { limit: 100 },
  });
  return items.find(({ id }) => id === campaign)!.counts;
}

async function list(params: Params, query: Record<string, string> = {}, limit = 100): Promise<Recipient[]> {
  const found: Recipient[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: Recipient[]; nextCursor: string | null } = await api.call('listCampaignRecipients', {
      ...{ token: viewer, params },
      query: { ...query, limit, ...(cursor === null ? {} : { cursor }) },
    });
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

const statuses = [
  'queued',
  'sending',
  'unknown',
  'held',
  'sent',
  'failed',
  'delivered',
  'read',
  'played',
] as const;
const someMessage = fc.record({
  status: fc.constantFrom(...statuses),
  code: fc.constant<string | null>(null),
  pricing: fc.constant<object | null>(null),
});
const someone: fc.Arbitrary<Got> = fc
  .record({
    country: fc.constantFrom('DE', 'BR', null),
    variant: fc.constantFrom('A', 'B', null),
    state: fc.constantFrom(...recipientStates),
    reason: fc.constantFrom(...Object.keys(exclusions)),
    message: fc.option(someMessage, { freq: 5 }),
    code: fc.constantFrom('131049', '131026', '470'),
    attempts: fc.integer({ min: 0, max: 3 }),
    replied: fc.boolean(),
  })
  .map(({ code, reason, ...person }) => ({
    ...person,
    reason: person.state === 'excluded' ? reason : null,
    message: person.message && { ...person.message, code: person.message.status === 'failed' ? code : null },
  }));

describe(`the numbers of a campaign (FC_SEED=${SEED})`, () => {
  it('are those of the lists behind them', async () => {
    const params = await campaignWith(fc.sample(someone, { seed: SEED, numRuns: 250 }));
    const { counts, excluded, failures, variants } = await report(params);
    expect(await list(params)).toHaveLength(counts.total);
    for (const result of recipientResults)
      expect([result, (await list(params, { result })).length]).toEqual([result, counts[result]]);
    const { sent, delivered, read } = counts;
    expect(await list(params, { reached: 'sent' })).toHaveLength(sent + delivered + read);
    expect(await list(params, { reached: 'delivered' })).toHaveLength(delivered + read);
    expect(await list(params, { replied: 'true' })).toHaveLength(counts.replied);
    expect(await list(params, { replied: 'false' })).toHaveLength(counts.total - counts.replied);
    for (const { reason, count } of excluded) expect(await list(params, { reason })).toHaveLength(count);
    for (const { code, count, willRetry } of failures) {
      const those = await list(params, { errorCode: code });
      expect(those).toHaveLength(count);
      expect(those.every(({ error }) => error?.code === code)).toBe(true);
      if (those.some(({ result }) => result === 'pending')) expect(willRetry).toBe(true);
    }
    for (const { key, ...its } of variants) {
      const of = async (query: Record<string, string>) =>
        (await list(params, { variant: key, ...query })).length;
      const [sent, delivered, read] = [
        await of({ result: 'sent' }),
        await of({ result: 'delivered' }),
        await of({ result: 'read' }),
      ];
      expect(its).toEqual({
        ...{ sent: sent + delivered + read, delivered: delivered + read, read },
        ...{ replied: await of({ replied: 'true' }), failed: await of({ result: 'failed' }) },
      });
    }
    expect(excluded.reduce((sum, { count }) => sum + count, 0)).toBe(counts.excluded);
  });

  it('say of everybody what state and message say together', async () => {
    const people = recipientStates.flatMap((state) =>
      [null, ...statuses].map((status) => got({ state, message: status && message(status) })),
    );
    const params = await campaignWith(people);
    const expected = people.map((person) => resultOf(person.state, person.message?.status ?? null));
    expect((await list(params)).map(({ result }) => result).sort()).toEqual(expected.sort());
  });

  it('are the same in the campaign and in the list of campaigns', async () => {
    const params = await campaignWith(fc.sample(someone, { seed: SEED, numRuns: 50 }));
    const { counts } = await report(params);
    expect(await api.call('getCampaign', { token: viewer, params })).toMatchObject({ counts });
    expect(await inList(params)).toEqual(counts);
  });

  it('are left to the campaign itself in a list with more people than can be counted at once', async () => {
    const [small, large, newest] = [
      await campaignWith([got()]),
      await campaignWith([got(), got()]),
      await campaignWith([got()]),
    ];
    const { sql } = api.database;
    await sql`update public.campaigns set created_at = now() + interval '1 hour' where id = ${newest.campaign}`;
    await sql`update public.campaigns set created_at = now() + interval '59 minutes' where id = ${large.campaign}`;
    await sql`update public.campaigns set recipient_count = 100000 where id = ${large.campaign}`;
    await sql`update public.campaigns set recipient_count = 1 where id in (${newest.campaign}, ${small.campaign})`;
    expect(await inList(newest)).toMatchObject({ total: 1 });
    expect(await inList(large)).toBeNull();
    expect(await inList(small)).toMatchObject({ total: 1 });
    expect(await api.call('getCampaign', { token: viewer, params: large })).toMatchObject({
      counts: { total: 2 },
    });
  });

  it('are none before all of the audience is in it, and its size is known from then on', async () => {
    const params = await campaignWith([got({ state: 'pending', message: null }), got()]);
    const { sql } = api.database;
    await sql`update public.campaigns set prepared_at = null where id = ${params.campaign}`;
    expect(await inList(params)).toBeNull();
    expect(await api.call('getCampaign', { token: viewer, params })).toMatchObject({
      counts: null,
      stage: 'preparing',
    });
    const [row] = await sql`
      update public.campaigns set prepared_at = now() where id = ${params.campaign} returning recipient_count`;
    expect(row).toEqual({ recipient_count: 2 });
    expect(await inList(params)).toMatchObject({ total: 2, pending: 1, sent: 1 });
  });
});

describe('the report of a campaign', () => {
  it('is empty before anybody was counted', async () => {
    const params = await campaignWith([]);
    expect(await report(params)).toEqual({
      counts: {
        ...{ total: 0, excluded: 0, pending: 0, sending: 0, sent: 0, delivered: 0 },
        ...{ read: 0, failed: 0, unknown: 0, cancelled: 0, replied: 0 },
      },
      ...{ excluded: [], failures: [], cost: null },
      variants: ['A', 'B'].map((key) => ({ key, sent: 0, delivered: 0, read: 0, replied: 0, failed: 0 })),
    });
  });

  it('tells the most frequent failure first, and what is tried again', async () => {
    const failed = (code: string, state: RecipientState = 'sent') =>
      got({ state, message: message('failed', null, code) });
    const params = await campaignWith([
      ...[failed('131026'), failed('131049'), failed('131049', 'pending'), failed('131049', 'cancelled')],
      ...[got(), got({ message: message('unknown') })],
    ]);
    const { failures, counts } = await report(params);
    expect(failures).toEqual([
      { code: '131049', title: 'Title of 131049', count: 2, willRetry: true },
      { code: '131026', title: 'Title of 131026', count: 1, willRetry: false },
    ]);
    expect(counts).toMatchObject({ failed: 2, pending: 1, cancelled: 1, unknown: 1, sent: 1 });
  });

  it('costs what Meta charges for what was delivered, by the prices of the markets', async () => {
    const charged = { billable: true, model: 'PMP', type: 'regular', category: 'marketing' };
    const params = await campaignWith([
      got({ message: message('delivered', charged) }),
      got({ message: message('read', charged) }),
      got({ country: 'BR', message: message('read', { ...charged, category: 'utility' }) }),
      got({ message: message('read', { ...charged, billable: null, type: null, category: null }) }),
      got({ message: message('read', { ...charged, billable: false, type: 'free_entry_point' }) }),
      got({ message: message('read', { ...charged, type: 'free_customer_service' }) }),
      got({ message: message('sent', charged) }),
      got({ message: message('read') }),
    ]);
    // Three times Germany's marketing, once Brazil's utility.
    expect((await report(params)).cost).toEqual({ currency: 'USD', amount: 0.42 });
  });

  it('costs nothing so far when Meta has charged for nothing, and is unknown before it said anything', async () => {
    const free = { billable: false, model: 'PMP', type: 'free_entry_point', category: 'marketing' };
    expect((await report(await campaignWith([got({ message: message('read', free) })]))).cost).toEqual({
      ...{ currency: 'USD', amount: 0 },
    });
    expect((await report(await campaignWith([got()]))).cost).toBeNull();
  });
});

describe('the people of a campaign', () => {
  it('are shown with name, number and message, page by page', async () => {
    const params = await campaignWith(Array.from({ length: 7 }, () => got({ attempts: 2, replied: true })));
    const [first] = await list(params);
    await api.database.sql`
      insert into public.contact_identities (org_id, kind, value, contact_id)
      values (${org}, 'wa_id', '15550199999', ${first!.contactId})`;
    const paged = await list(params, {}, 2);
    expect(paged).toHaveLength(7);
    expect(new Set(paged.map(({ contactId }) => contactId)).size).toBe(7);
    expect(paged[0]).toMatchObject({
      ...{
        contactId: first!.contactId,
        contactName: 'P',
        contactPhone: '15550199999',
        variant: 'A',
        isTest: false,
      },
      ...{ result: 'sent', reason: null, error: null, conversationId: first!.contactId, attempts: 2 },
    });
    expect(paged[0]!.messageId).not.toBeNull();
    expect(paged[0]!.repliedAt).not.toBeNull();
  });

  it('are nobody’s in another organisation, and of no campaign that isn’t there', async () => {
    const params = await campaignWith([got()]);
    const token = api.theirs.users.owner.token;
    for (const name of ['getCampaignReport', 'listCampaignRecipients'] as const) {
      await api.refused(name, 404, { token, params: { ...params, org: api.theirs.id } });
      await api.refused(name, 404, { token: viewer, params: { ...params, campaign: randomUUID() } });
    }
  });

  it('are left out of lists by filters that contradict each other', async () => {
    const params = await campaignWith([got({ state: 'excluded', reason: 'suppressed', message: null })]);
    expect(await list(params, { reason: 'suppressed', result: 'sent' })).toEqual([]);
    expect(await list(params, { reason: 'suppressed', result: 'excluded' })).toHaveLength(1);
  });
});

describe('what a campaign is at', () => {
  it('is told while it runs or is paused', async () => {
    const waiting = got({ state: 'pending', message: null, attempts: 0 });
    const again = got({ state: 'pending', message: message('failed', null, '131049'), attempts: 1 });
    const stageWith = async (people: Got[], change: object = {}, delivery: object = {}) => {
      const params = await campaignWith(people);
      const { sql } = api.database;
      await sql`
        update public.campaigns set ${sql({ status: 'running', ...change })},
          doc = jsonb_set(doc, '{delivery}', doc -> 'delivery' || ${sql.json(delivery as never)}) where id = ${params.campaign}`;
      return (await api.call('getCampaign', { token: viewer, params })).stage;
    };
    const now = new Date();
    const test = { test: { percent: 10, waitMs: 60_000, winner: 'none' } };
    expect(await stageWith([waiting])).toBe('sending');
    expect(await stageWith([waiting, again])).toBe('sending');
    expect(await stageWith([again, got()])).toBe('retrying');
    expect(await stageWith([waiting], {}, test)).toBe('testing');
    expect(await stageWith([waiting], { test_sent_at: now }, test)).toBe('deciding');
    expect(await stageWith([waiting], { test_sent_at: now, test_decided_at: now }, test)).toBe('sending');
    expect(await stageWith([waiting], { status: 'paused' })).toBe('sending');
    expect(await stageWith([waiting], { status: 'scheduled' })).toBe('waiting');
    expect(await stageWith([got()], { status: 'completed' })).toBeNull();
  });
});
