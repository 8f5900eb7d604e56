import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  consentAnswers,
  consentPurposes,
  consentState,
  type ConsentEntry,
} from '../../core/messaging/consent.ts';
import { createDatabase } from '../../local/testing/database.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let agent: string;
let org: string;
let serial = 0;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
  agent = api.ours.users.agent.token;
  org = api.ours.id;
});
afterAll(() => api.close());

const number = () => `1555070${String((serial += 1)).padStart(4, '0')}`;
const create = (phone = number()) =>
  api.call('createContact', { token: agent, params: { org }, body: { phone } });
const get = (contact: string) => api.call('getContact', { token: agent, params: { org, contact } });
const record = (contact: string, body: object) =>
  api.call('recordConsent', { token: agent, params: { org, contact }, body });
const form = { purpose: 'marketing', state: 'granted', source: 'form' } as const;

describe('the ledger', () => {
  it('says who noted what, when, how and with which proof', async () => {
    const { id } = await create();
    const proof = { text: 'Yes, send me offers', url: 'https://shop.example/optin', ip: '192.0.2.7' };
    const at = '2026-11-01T10:00:00.000Z';
    const entry = await record(id, { ...form, proof, at });
    expect(entry).toMatchObject({
      purpose: 'marketing',
      state: 'granted',
      source: 'form',
      actor: `user:${api.ours.users.agent.id}`,
      evidence: proof,
      at,
    });
    const list = await api.call('listConsentEntries', { token: agent, params: { org, contact: id } });
    expect(list.items).toEqual([entry]);
    expect((await get(id)).marketingConsent).toBe('granted');
  });

  it('keeps purposes apart, and takes the same word once', async () => {
    const { id } = await create();
    const at = '2026-11-01T10:00:00Z';
    const entries = await Promise.all(
      [1, 2, 3].map(() => record(id, { ...form, purpose: 'utility', state: 'denied', at })),
    );
    expect(new Set(entries.map((entry) => entry.id)).size).toBe(1);
    expect(await get(id)).toMatchObject({ marketingConsent: 'unknown', utilityConsent: 'denied' });
  });

  it('is pending after a request, granted after its confirmation, and never by the request alone', async () => {
    const { id } = await create();
    await record(id, { ...form, state: 'requested' });
    expect((await get(id)).marketingConsent).toBe('pending');
    await record(id, form);
    expect((await get(id)).marketingConsent).toBe('granted');
    await record(id, { ...form, state: 'denied' });
    await record(id, { ...form, state: 'requested' });
    expect((await get(id)).marketingConsent).toBe('denied');
  });

  it('pages', async () => {
    const { id } = await create();
    for (let n = 0; n < 5; n += 1) await record(id, { ...form, source: `form ${n}` });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof entries>> = await entries(id, cursor);
      seen.push(...page.items.map(({ source }) => source));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(['form 4', 'form 3', 'form 2', 'form 1', 'form 0']);
  });

  it.each([
    [{ at: '2126-01-01T00:00:00Z' }, 'at'],
    [{ purpose: 'service' }, 'purpose'],
    [{ state: 'unknown' }, 'state'],
    [{ proof: { ip: 'nowhere' } }, 'proof.ip'],
    [{ proof: { words: 'of a conversation' } }, 'proof.words'],
    [{ source: '' }, 'source'],
  ])('refuses %o', async (change, field) => {
    const { id } = await create();
    const input = { token: agent, params: { org, contact: id }, body: { ...form, ...change } };
    const problem = await api.refused('recordConsent', 422, input);
    expect(problem.errors?.map((error) => error.field)).toEqual([field]);
  });

  it('can’t be changed, deleted or emptied by anybody, the owner of the table included', async () => {
    const { id } = await create();
    await record(id, { ...form, proof: { text: 'x' } });
    const { sql } = api.database; // the superuser, who owns the table
    for (const attempt of [
      sql`update public.consent_events set state = 'denied' where contact_id = ${id}`,
      sql`update public.consent_events set evidence = '{}', at = now() where contact_id = ${id}`,
      sql`update public.consent_events set evidence = '{"a":1}' where contact_id = ${id}`,
      sql`delete from public.consent_events where contact_id = ${id}`,
      sql`truncate public.consent_events`,
      sql`select private.erase_consent_evidence(${org}, ${id})`, // while the contact lives
    ]) {
      await expect(Promise.resolve(attempt)).rejects.toMatchObject({ code: 'PA001' });
    }
    const asReplica = sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`delete from public.consent_events where contact_id = ${id}`;
    });
    await expect(asReplica).rejects.toMatchObject({ code: 'PA001' });
  });

  it('outlives the erasure of a contact without anything personal', async () => {
    const { id } = await create();
    await record(id, { ...form, proof: { text: 'signed Ada Lovelace' } });
    const { sql } = api.database;
    await sql`delete from public.contacts where id = ${id}`;
    await sql`select private.erase_consent_evidence(${org}, ${id})`;
    const rows =
      await sql`select state, source, evidence from public.consent_events where contact_id = ${id}`;
    expect([...rows]).toEqual([{ state: 'granted', source: 'form', evidence: {} }]);
  });

  it('goes with its organisation', async () => {
    const { sql } = api.database;
    const [gone, contact] = [randomUUID(), randomUUID()];
    await sql`insert into public.organizations (id, name, slug) values (${gone}, 'Gone', 'gone')`;
    await sql`insert into public.contacts (id, org_id) values (${contact}, ${gone})`;
    await sql`
      insert into public.consent_events (org_id, contact_id, state, source, at) values (${gone}, ${contact}, 'granted', 'x', now())`;
    await sql`delete from public.organizations where id = ${gone}`;
    expect(await sql`select 1 from public.consent_events where org_id = ${gone}`).toHaveLength(0);
  });

  it('takes no entry about a contact of another organisation', async () => {
    const attempt = api.database.sql`
      insert into public.consent_events (org_id, contact_id, state, source, at)
      values (${org}, ${api.theirs.contactId}, 'granted', 'x', now())`;
    await expect(Promise.resolve(attempt)).rejects.toMatchObject({ code: '23503' });
  });

  const entries = (contact: string, cursor: string | null) =>
    api.call('listConsentEntries', {
      token: agent,
      params: { org, contact },
      query: { limit: 2, ...(cursor ? { cursor } : {}) },
    });
});

describe('what the ledger amounts to', () => {
  const start = Date.parse('2026-11-01T00:00:00Z');
  const entry = fc.record({
    purpose: fc.constantFrom(...consentPurposes),
    state: fc.constantFrom(...consentAnswers),
    // Few moments, so that many entries are of the same one.
    at: fc.integer({ min: 0, max: 3 }).map((hours) => new Date(start + hours * 3_600_000)),
  });
  type Person = 'one' | 'other';
  const step = fc.record({ entry, person: fc.constantFrom<Person[]>('one', 'other') });

  it('is the same in the database and in the pure reading, in whatever order entries arrive, with merges in between', async () => {
    const { sql } = api.database;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 12 }),
        fc.option(fc.nat(12)),
        async (steps, mergeAfter) => {
          const ids = { one: randomUUID(), other: randomUUID() };
          await sql`insert into public.contacts (id, org_id) values (${ids.one}, ${org}), (${ids.other}, ${org})`;
          let isMerged = false;
          for (const [n, { entry: e, person }] of steps.entries()) {
            if (n === mergeAfter) {
              await sql`select private.merge_contacts(${org}, ${ids.one}, ${ids.other}, 'linked', 'meta')`;
              isMerged = true;
            }
            // An entry under the old id may still arrive after the merge.
            await sql`
              insert into public.consent_events (org_id, contact_id, purpose, state, source, at)
              values (${org}, ${ids[person]}, ${e.purpose}, ${e.state}, ${`step ${n}`}, ${e.at})`;
          }
          for (const person of isMerged ? (['one'] as const) : (['one', 'other'] as const)) {
            const own: ConsentEntry[] = steps.flatMap((s) =>
              isMerged || s.person === person ? s.entry : [],
            );
            const [row] = await sql`
              select marketing_consent as marketing, utility_consent as utility from public.contacts where id = ${ids[person]}`;
            expect(row).toEqual({
              marketing: consentState(own, 'marketing'),
              utility: consentState(own, 'utility'),
            });
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('comes to the same when entries are written at once', async () => {
    const { sql } = api.database;
    for (let round = 0; round < 10; round += 1) {
      const { id } = await create();
      const states = ['granted', 'denied', 'granted', 'denied', 'requested'] as const;
      const own = states.map((state, n) => ({
        purpose: 'marketing' as const,
        state,
        at: new Date(start + ((n * 7 + round) % 5) * 60_000),
      }));
      await Promise.all(
        own.map(
          (e) => sql`
            insert into public.consent_events (org_id, contact_id, purpose, state, source, at)
            values (${org}, ${id}, ${e.purpose}, ${e.state}, 'race', ${e.at})`,
        ),
      );
      expect((await get(id)).marketingConsent).toBe(consentState(own, 'marketing'));
    }
  });

  it('is computed anew without changing anything, and sets right what somebody changed by hand', async () => {
    const { sql } = api.database;
    const rebuild = async () => {
      const [row] = await sql<{ n: number }[]>`select private.rebuild_consent(${org}) as n`;
      return row!.n;
    };
    const fingerprint = async () => {
      const [row] = await sql<{ hash: string }[]>`
        select md5(string_agg(c::text, ',' order by c.id)) as hash from public.contacts c where org_id = ${org}`;
      return row!.hash;
    };
    const { id } = await create();
    await record(id, form);
    const before = await fingerprint();
    expect(await rebuild()).toBe(0);
    expect(await fingerprint()).toBe(before);
    await sql`update public.contacts set marketing_consent = 'denied' where id = ${id}`;
    expect(await rebuild()).toBe(1);
    expect((await get(id)).marketingConsent).toBe('granted');
  });
});

describe('numbers that are never written to', () => {
  const add = (numbers: string[], reason?: string) =>
    api.call('addSuppressions', { token: agent, params: { org }, body: { numbers, reason } });
  const check = (phone: string) =>
    api.call('checkSuppression', { token: agent, params: { org }, body: { phone } });

  it('are met however they are written, before and after somebody has them', async () => {
    const known = await create('+55 11 98765-2222');
    expect(await add(['+55 11 8765-2222', '+55 11 98765-3333', 'no number', 'US.123456'])).toEqual({
      added: 3,
      known: 0,
      invalid: [2],
    });
    expect((await get(known.id)).isSuppressed).toBe(true);
    expect((await create('+55 11 8765-3333')).isSuppressed).toBe(true);
    expect((await create()).isSuppressed).toBe(false);
    expect((await add(['5511987652222'])).known).toBe(1);
  });

  it('show only what recognises them, and are taken off by an admin', async () => {
    const phone = number();
    const contact = await create(phone);
    await add([phone], 'Asked by letter');
    const { suppression } = await check(`+${phone}`);
    expect(suppression).toMatchObject({ reason: 'Asked by letter', hint: `+15…${phone.slice(-2)}` });
    const list = await api.call('listSuppressions', { token: agent, params: { org } });
    expect(list.items).toContainEqual(suppression);
    const stored = await api.database.sql`select s::text as row from public.suppressions s`;
    expect(stored.filter(({ row }) => (row as string).includes(phone.slice(2)))).toEqual([]);
    const params = { org, suppression: suppression!.id };
    await api.refused('removeSuppression', 403, { token: agent, params });
    await api.call('removeSuppression', { token: api.ours.users.admin.token, params });
    expect((await check(phone)).suppression).toBeNull();
    expect((await get(contact.id)).isSuppressed).toBe(false);
  });

  it('stay when the person is erased, and meet them when they come again', async () => {
    const phone = number();
    const contact = await create(phone);
    await add([phone]);
    await api.database.sql`delete from public.contacts where id = ${contact.id}`;
    expect((await create(phone)).isSuppressed).toBe(true);
  });

  it('follow a number to the contact that is given it, and not to the one that gives it up', async () => {
    const phone = number();
    await add([phone]);
    const contact = await create();
    const params = { org, contact: contact.id };
    await api.call('addContactPhone', { token: agent, params, body: { phone } });
    expect((await get(contact.id)).isSuppressed).toBe(true);
    await api.call('removeContactPhone', { token: agent, params: { ...params, phone } });
    expect((await get(contact.id)).isSuppressed).toBe(false);
  });

  it('come ten thousand at a time, and stay apart by organisation', async () => {
    const numbers = Array.from({ length: 10_000 }, (_, n) => `1555${String(n).padStart(7, '0')}`);
    expect((await add(numbers)).added).toBe(10_000);
    const body = { phone: numbers[77]! };
    const theirs = { token: api.theirs.users.agent.token, params: { org: api.theirs.id }, body };
    expect((await api.call('checkSuppression', theirs)).suppression).toBeNull();
    expect((await check(numbers[77]!)).suppression).not.toBeNull();
  });
});
