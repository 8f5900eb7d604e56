/** Dead letters through the API: whose they are, what is said of them, and what people decide. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../local/testing/database.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let token: string;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
  token = api.ours.users.admin.token;
});
afterEach(() => api.database.sql`delete from private.dead_letters`);
afterAll(() => api?.close());

describe('the list', () => {
  it('has an organisation’s own letters and no others, nor those of nobody', async () => {
    const mine = await letter();
    const theirs = await letter({ org: api.theirs.id });
    await letter({ org: null, cause: 'foreign_asset' });
    expect((await list()).map(({ id }) => id)).toEqual([mine]);
    await api.refused('getDeadLetter', 404, named(theirs));
    await api.refused('replayDeadLetter', 404, named(theirs));
    await api.refused('dismissDeadLetter', 404, named(theirs));
    expect(await api.call('replayDeadLetters', { ...ofOurs(), body: {} })).toEqual({
      count: 1,
      hasMore: false,
    });
    expect(await stateOf(theirs)).toBe('open');
  });

  it('is for admins, and for keys that may', async () => {
    for (const role of ['agent', 'viewer'] as const) {
      const asRole = { ...ofOurs(), token: api.ours.users[role].token };
      await api.refused('listDeadLetters', 403, asRole);
      await api.refused('countDeadLetters', 403, asRole);
      await api.refused('replayDeadLetters', 403, { ...asRole, body: {} });
    }
    const { key } = await api.call('createApiKey', {
      ...ofOurs(),
      body: { name: 'Watches', role: 'admin', scopes: ['deadLetters:read'] },
    });
    await api.call('listDeadLetters', { ...ofOurs(), token: key });
    await api.refused('replayDeadLetters', 403, { ...ofOurs(), token: key, body: {} });
  });

  it('explains what went wrong, what to do, and leads to what it was about', async () => {
    const { contactId, conversationId, phoneNumberId } = api.ours;
    const wamid = `wamid.${randomUUID()}`;
    const [message] = await api.database.sql<{ id: string }[]>`
      insert into messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, content, status, status_rank,
        source, wamid)
      values (gen_random_uuid(), ${api.ours.id}, ${conversationId}, ${contactId}, ${phoneNumberId}, 'outbound', 'text', '{}', 'sent', 30,
        'agent', ${wamid}) returning id`;
    const id = await letter({
      kind: 'webhook_status',
      cause: '54000',
      reference: { wamid, status: 'failed' },
    });
    const shown = await api.call('getDeadLetter', named(id));
    expect(shown).toMatchObject({
      ...{ kindTitle: 'Delivery report', title: 'The database refused it', messageId: message!.id },
      ...{ conversationId, contactId, phoneNumberId, obstacle: 'expired', deliveryId: null },
    });
    expect(shown.advice).toContain('Try again');
    expect(JSON.stringify(shown)).not.toContain(wamid);
  });

  it('is narrowed by kind, cause, state and time, and goes on behind its cursor', async () => {
    const { sql } = api.database;
    const old = await letter({ kind: 'webhook_call', cause: 'kept' });
    await sql`update private.dead_letters set created_at = '2026-01-01T00:00:00Z' where uid = ${old}`;
    const failed = await letter();
    const done = await letter();
    await api.call('dismissDeadLetter', named(done));
    const idsOf = async (query: Record<string, string>) => (await list(query)).map(({ id }) => id);
    expect(await idsOf({ kind: 'webhook_call' })).toEqual([old]);
    expect(await idsOf({ cause: 'kept' })).toEqual([old]);
    expect(await idsOf({ state: 'dismissed' })).toEqual([done]);
    expect(await idsOf({ until: '2026-02-01T00:00:00Z' })).toEqual([old]);
    expect(await idsOf({ since: '2026-02-01T00:00:00Z' })).toEqual([done, failed]);
    const first = await api.call('listDeadLetters', { ...ofOurs(), query: { limit: 2 } });
    const rest = await api.call('listDeadLetters', {
      ...ofOurs(),
      query: { limit: 2, cursor: first.nextCursor! },
    });
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual([done, failed, old]);
    expect(rest.nextCursor).toBeNull();
  });

  it('is counted by cause: what is open, and what is about to be tried', async () => {
    await letter({ kind: 'webhook_call', cause: 'kept' });
    await letter();
    await api.call('replayDeadLetter', named(await letter()));
    await api.call('dismissDeadLetter', named(await letter()));
    await letter({ org: api.theirs.id });
    const counts = await api.call('countDeadLetters', ofOurs());
    expect(counts).toMatchObject({ open: 2, requested: 1 });
    expect(counts.causes.map(({ cause, open, requested }) => [cause, open, requested])).toEqual(
      expect.arrayContaining([
        ['kept', 1, 0],
        ['ServiceError', 1, 1],
      ]),
    );
  });
});

describe('another try', () => {
  it('is asked for once, also when it is asked for twice', async () => {
    const id = await letter();
    const answers = await Promise.all([1, 2, 3].map(() => api.call('replayDeadLetter', named(id))));
    expect(answers.map(({ state }) => state)).toEqual(['requested', 'requested', 'requested']);
    expect(await entriesAbout(id)).toHaveLength(1);
  });

  it('is refused for what is done, and for what can’t be tried any more', async () => {
    const done = await letter();
    await api.database
      .sql`update private.dead_letters set state = 'replayed', settled_at = now() where uid = ${done}`;
    expect((await api.refused('replayDeadLetter', 409, named(done))).code).toBe('letter_settled');
    const expired = await letter({ kind: 'webhook_message', reference: { item: 'x' } });
    expect((await api.refused('replayDeadLetter', 409, named(expired))).code).toBe('letter_not_replayable');
    expect(await api.call('getDeadLetter', named(expired))).toMatchObject({
      state: 'open',
      obstacle: 'expired',
    });
    const circle = await letter({
      kind: 'contact_event',
      cause: 'flows_cause_each_other',
      reference: { contactEventId: 1 },
    });
    expect((await api.refused('replayDeadLetter', 409, named(circle))).code).toBe('letter_not_replayable');
    expect(
      await api.call('replayDeadLetters', { ...ofOurs(), body: { kind: 'contact_event' } }),
    ).toMatchObject({ count: 0 });
    const { causes } = await api.call('countDeadLetters', ofOurs());
    expect(causes.map(({ kind, canReplay }) => [kind, canReplay])).toEqual(
      expect.arrayContaining([
        ['contact_event', false],
        ['webhook_message', true],
      ]),
    );
  });

  it('is possible of one that was dismissed', async () => {
    const id = await letter();
    await api.call('dismissDeadLetter', named(id));
    expect(await api.call('replayDeadLetter', named(id))).toMatchObject({
      state: 'requested',
      settledAt: null,
    });
  });

  it('is asked for all of a cause and a time at once, a thousand in a request', async () => {
    const { sql } = api.database;
    await sql`
      insert into private.dead_letters (org_id, kind, cause, reference)
      select ${api.ours.id}, 'outbox', 'ServiceError', jsonb_build_object('key', n) from generate_series(1, 1500) n`;
    const kept = await letter({ kind: 'webhook_call', cause: 'kept' });
    const selection = { cause: 'ServiceError', since: '2026-01-01T00:00:00Z' };
    expect(await api.call('replayDeadLetters', { ...ofOurs(), body: selection })).toEqual({
      count: 1_000,
      hasMore: true,
    });
    expect(await api.call('replayDeadLetters', { ...ofOurs(), body: selection })).toEqual({
      count: 500,
      hasMore: false,
    });
    expect(await stateOf(kept)).toBe('open');
    const { items } = await api.call('listAudit', {
      ...ofOurs(),
      query: { subject: 'deadLetter', limit: 2 },
    });
    expect(items.map(({ after }) => after)).toEqual([
      { state: 'requested', count: 500 },
      { state: 'requested', count: 1_000 },
    ]);
  });
});

describe('dismissing', () => {
  it('ends a letter, twice the same, and says in the audit log who did', async () => {
    const id = await letter();
    await api.call('dismissDeadLetter', named(id));
    expect(await api.call('dismissDeadLetter', named(id))).toMatchObject({ state: 'dismissed' });
    expect(await entriesAbout(id)).toMatchObject([
      { action: 'changed', after: { state: 'dismissed' }, actor: { id: api.ours.users.admin.id } },
    ]);
  });

  it('ends all of a cause', async () => {
    const [one, other] = [await letter({ kind: 'webhook_call', cause: 'kept' }), await letter()];
    expect(await api.call('dismissDeadLetters', { ...ofOurs(), body: { cause: 'kept' } })).toEqual({
      count: 1,
      hasMore: false,
    });
    expect([await stateOf(one), await stateOf(other)]).toEqual(['dismissed', 'open']);
  });
});

const ofOurs = () => ({ token, params: { org: api.ours.id } });
const named = (id: string) => ({ token, params: { org: api.ours.id, letter: id } });

async function list(query: Record<string, string> = {}) {
  return (await api.call('listDeadLetters', { ...ofOurs(), query })).items;
}

async function letter({
  org = api.ours.id,
  kind = 'outbox',
  cause = 'ServiceError',
  reference = {},
}: { org?: string | null; kind?: string; cause?: string; reference?: object } = {}): Promise<string> {
  const { sql } = api.database;
  const about = Object.keys(reference).length > 0 ? reference : { key: randomUUID() };
  const [row] = await sql<{ uid: string }[]>`
    insert into private.dead_letters (org_id, kind, cause, reference) values (${org}, ${kind}, ${cause}, ${sql.json(about as never)})
    returning uid`;
  return row!.uid;
}

async function stateOf(id: string) {
  const [row] = await api.database.sql`select state from private.dead_letters where uid = ${id}`;
  return row!.state as string;
}

async function entriesAbout(id: string) {
  return (await api.call('listAudit', { ...ofOurs(), query: { subject: 'deadLetter', subjectId: id } }))
    .items;
}
