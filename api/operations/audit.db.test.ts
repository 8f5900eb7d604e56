import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../core/api/audit.ts';
import { auditSubjects } from '../../core/api/audit-subjects.ts';
import { createDatabase } from '../../local/testing/database.ts';
import { claimsOf } from '../auth/principal.ts';
import { createApiKey } from '../testing/fixtures.ts';
import { createTestApi, type CallInput, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let sql: postgres.Sql;
let org: string;
let admin: string;
/** Entries before this one are of other tests. */
let start: number;

beforeAll(async () => {
  api = await createTestApi(await createDatabase());
  ({ sql } = api.database);
  org = api.ours.id;
  admin = api.ours.users.admin.token;
});
afterAll(() => api.close());
beforeEach(async () => {
  const [row] = await sql<{ id: number }[]>`select coalesce(max(id), 0)::int as id from public.audit_log`;
  start = row!.id;
});

const list = (query: CallInput['query'] = {}) =>
  api.call('listAudit', { token: admin, params: { org }, query });
/** Oldest first. */
async function written(query: CallInput['query'] = {}): Promise<AuditEntry[]> {
  const { items } = await list({ limit: 100, ...query });
  return items.filter(({ id }) => id > start).reverse();
}

/** As a handler of the API does it. */
async function asAdmin(work: (tx: postgres.TransactionSql) => Promise<unknown>): Promise<void> {
  const { id, email } = api.ours.users.admin;
  await sql.begin(async (tx) => {
    await tx`
      select set_config('request.jwt.claims', ${JSON.stringify(claimsOf({ kind: 'user', id, email, name: null }))}, true)`;
    await work(tx);
  });
}

describe('an entry', () => {
  it('tells who changed what from which request, before and after', async () => {
    const response = await api.send('updateOrganization', {
      token: admin,
      params: { org },
      body: { timeZone: 'Europe/Berlin' },
      headers: { 'x-request-id': 'trace-audit-1' },
    });
    expect(response.status).toBe(200);
    const [entry] = await written();
    expect(entry).toEqual({
      id: expect.any(Number) as number,
      at: expect.any(String) as string,
      actor: {
        kind: 'user',
        id: api.ours.users.admin.id,
        name: 'admin-1',
        workflowId: null,
      },
      action: 'changed',
      subject: 'organization',
      subjectId: org,
      subjectName: 'Ours',
      contactId: null,
      changed: ['timeZone'],
      before: { timeZone: 'UTC' },
      after: { timeZone: 'Europe/Berlin' },
      erasedAt: null,
      requestId: 'trace-audit-1',
      address: expect.stringMatching(/127\.0\.0\.1/) as string,
    });
  });

  it('names the key that acted', async () => {
    const token = await createApiKey(sql, org);
    await api.call('updateOrganization', { token, params: { org }, body: { name: 'Ours again' } });
    await api.call('updateOrganization', { token: admin, params: { org }, body: { name: 'Ours' } });
    const [made, renamed, back] = await written();
    expect(made).toMatchObject({ action: 'created', subject: 'apiKey', subjectName: 'Test key' });
    expect(renamed).toMatchObject({ actor: { kind: 'apiKey', id: made!.subjectId, name: 'Test key' } });
    expect(back).toMatchObject({ actor: { kind: 'user' }, after: { name: 'Ours' } });
  });

  it('is not written for what changed nothing, nor for what was refused or rolled back', async () => {
    await api.call('updateOrganization', { token: admin, params: { org }, body: { name: 'Ours' } });
    await api.refused('updateOrganization', 403, {
      token: api.ours.users.agent.token,
      params: { org },
      body: { name: 'x' },
    });
    await asAdmin(async (tx) => {
      await tx`update public.organizations set name = 'x' where id = ${org}`;
      throw new Error('on second thoughts');
    }).catch(() => {});
    expect(await written()).toEqual([]);
  });

  it('is the system’s when no person asked, with the workflow that did it', async () => {
    await sql.begin(async (tx) => {
      await tx`select set_config('parley.workflow_id', 'retention', true)`;
      await tx`update public.organizations set time_zone = 'UTC' where id = ${org}`;
    });
    expect(await written()).toMatchObject([
      {
        actor: { kind: 'system', id: null, name: null, workflowId: 'retention' },
        requestId: null,
        address: null,
      },
    ]);
  });
});

describe('what is audited', () => {
  it('members: who joined, whose role changed, who left, still by name', async () => {
    const { users } = api.theirs; // a person who isn't ours
    await asAdmin(
      (tx) => tx`
      insert into public.org_members (org_id, user_id, role) values (${org}, ${users.agent.id}, 'agent')`,
    );
    await asAdmin(
      (tx) => tx`
      update public.org_members set role = 'admin' where org_id = ${org} and user_id = ${users.agent.id}`,
    );
    await asAdmin(
      (tx) => tx`delete from public.org_members where org_id = ${org} and user_id = ${users.agent.id}`,
    );
    const subject = { subject: 'member', subjectId: users.agent.id, subjectName: 'agent-2' };
    expect(await written()).toMatchObject([
      { ...subject, action: 'created', before: {}, after: { role: 'agent' } },
      { ...subject, action: 'changed', before: { role: 'agent' }, after: { role: 'admin' } },
      { ...subject, action: 'deleted', before: { role: 'admin' }, after: {} },
    ]);
  });

  it('keys and secrets, without what is secret about them', async () => {
    const key = await createApiKey(sql, org);
    const id = (await written())[0]!.subjectId;
    await asAdmin((tx) => tx`update public.api_keys set last_used_at = now() where id = ${id}`);
    await asAdmin((tx) => tx`update public.api_keys set revoked_at = now() where id = ${id}`);
    const secret = { token: admin, params: { org, name: 'crm_key' } };
    await api.call('setSecret', { ...secret, body: { value: 'sesame-open' } });
    await api.call('setSecret', { ...secret, body: { value: 'sesame-close' } });
    await api.call('deleteSecret', secret);
    const entries = await written();
    expect(entries.map(({ action, subject, changed }) => [action, subject, changed])).toEqual([
      ['created', 'apiKey', ['keyHash', 'name', 'role']],
      ['changed', 'apiKey', ['revokedAt']],
      ['created', 'secret', ['envelope']],
      ['changed', 'secret', ['envelope']],
      ['deleted', 'secret', ['envelope']],
    ]);
    expect(entries[3]).toMatchObject({
      subjectId: 'crm_key',
      subjectName: 'crm_key',
      before: { envelope: { hidden: true } },
      after: { envelope: { hidden: true } },
    });
    const stored = JSON.stringify(
      await sql`
      select l.*, d.* from public.audit_log l left join public.audit_details d on d.audit_id = l.id`,
    );
    for (const secretText of ['sesame', key, 'key_hash":"']) expect(stored).not.toContain(secretText);
  });

  it('flows: their life and their publications, never their drafts', async () => {
    const flow = await api.call('createFlow', { token: admin, params: { org }, body: { name: 'Hello' } });
    const params = { org, flow: flow.id };
    await api.call('saveFlowDraft', {
      token: admin,
      params,
      body: { draftRev: 1, draft: flow.draft, name: 'Hello again' },
    });
    for (let rev = 2; rev < 5; rev += 1) {
      await api.call('saveFlowDraft', { token: admin, params, body: { draftRev: rev, draft: flow.draft } });
    }
    await asAdmin(
      (tx) => tx`
      insert into public.flow_versions (org_id, flow_id, number, doc, hash, note)
      values (${org}, ${flow.id}, 1, ${sql.json({ words: 'a very private text' })}, 'x', 'first')`,
    );
    await api.call('archiveFlow', { token: admin, params });
    const subject = { subjectId: flow.id, subjectName: 'Hello again' };
    expect(await written()).toMatchObject([
      { action: 'created', subject: 'flow', subjectName: 'Hello' },
      { action: 'changed', subject: 'flow', changed: ['name'], ...subject },
      {
        action: 'created',
        subject: 'flowVersion',
        after: { number: 1, note: 'first', doc: { bytes: 32, sha256: expect.any(String) as string } },
        ...subject,
      },
      {
        action: 'changed',
        subject: 'flow',
        before: { status: 'draft' },
        after: { status: 'archived' },
        ...subject,
      },
    ]);
  });

  it('numbers by people alone: what Meta reports of them all day is no entry', async () => {
    await sql`update public.phone_numbers set quality_rating = 'RED' where org_id = ${org}`;
    expect(await written()).toEqual([]);
    await asAdmin(
      (tx) => tx`update public.phone_numbers set verified_name = 'Ours Ltd' where org_id = ${org}`,
    );
    expect(await written()).toMatchObject([{ subject: 'phoneNumber', changed: ['verifiedName'] }]);
  });

  it('consent with its evidence, and contacts that are gone, but not their tags', async () => {
    const contact = await api.call('createContact', {
      token: admin,
      params: { org },
      body: { phone: '+15550108888', name: 'Grace', tags: ['vip'] },
    });
    await asAdmin(
      (tx) => tx`
      insert into public.consent_events (org_id, contact_id, state, source, evidence, at)
      values (${org}, ${contact.id}, 'granted', 'form', '{"said":"yes I want news"}', now())`,
    );
    await asAdmin((tx) => tx`delete from public.contacts where id = ${contact.id}`);
    expect(await written({ contactId: contact.id })).toMatchObject([
      {
        action: 'created',
        subject: 'consent',
        contactId: contact.id,
        after: { state: 'granted', evidence: { said: 'yes I want news' } },
      },
      {
        action: 'deleted',
        subject: 'contact',
        contactId: contact.id,
        subjectName: null,
        before: {},
        after: {},
      },
    ]);
    const ledger = JSON.stringify(await sql`select * from public.audit_log where org_id = ${org}`);
    for (const personal of ['Grace', '15550108888', 'yes I want news'])
      expect(ledger).not.toContain(personal);
  });

  it('an organisation that is deleted, once and not for everything in it', async () => {
    const { id } = api.theirs;
    await sql`delete from public.organizations where id = ${id}`;
    const entries =
      await sql`select action, subject from public.audit_log where org_id = ${id} and id > ${start}`;
    expect([...entries]).toEqual([{ action: 'deleted', subject: 'organization' }]);
  });

  it('by words that people can read: every trigger’s subject has a name', async () => {
    const triggers = await sql<{ subject: string }[]>`
      select distinct split_part(convert_from(tgargs, 'UTF8'), chr(1), 1) as subject from (
        select decode(replace(encode(tgargs, 'hex'), '00', '01'), 'hex') as tgargs from pg_trigger
        where tgfoid = 'private.record_audit'::regproc) t`;
    expect(triggers.length).toBeGreaterThan(10);
    expect(triggers.map(({ subject }) => subject).filter((subject) => !(subject in auditSubjects))).toEqual(
      [],
    );
  });
});

describe('the log', () => {
  const statements = [
    `update public.audit_log set label = 'x'`,
    'delete from public.audit_log',
    'truncate public.audit_log',
    `update public.audit_details set before = '{}'`,
    'delete from public.audit_details',
    'truncate public.audit_details',
  ];

  it('is changed by nobody, the owner of the database included, nor through a partition', async () => {
    const partitions = await sql<{ name: string }[]>`
      select inhrelid::regclass::text as name from pg_inherits
      where inhparent in ('public.audit_log'::regclass, 'public.audit_details'::regclass)`;
    expect(partitions.length).toBeGreaterThanOrEqual(6);
    const truncations = partitions.map(({ name }) => `truncate ${name}`);
    for (const statement of [...statements, ...truncations]) {
      await expect(sql.unsafe(statement), statement).rejects.toMatchObject({ code: 'PA001' });
    }
  });

  it('is neither written nor changed by the worker', async () => {
    for (const table of ['public.audit_log', 'public.audit_details']) {
      const [may] = await sql`
        select has_table_privilege('parley_worker', ${table}, 'select, insert, update, delete, truncate') as may`;
      expect(may).toEqual({ may: false });
    }
  });

  it('loses an erased person’s values and nothing else', async () => {
    const { contactId } = api.ours;
    await sql`
      insert into public.consent_events (org_id, contact_id, state, source, evidence, at)
      values (${org}, ${contactId}, 'denied', 'keyword', '{"said":"leave me alone"}', now())`;
    expect((await written())[0]).toMatchObject({
      after: { evidence: { said: 'leave me alone' } },
      erasedAt: null,
    });
    await sql`select private.erase_audit_details(${org}, ${contactId})`;
    const [entry] = await written();
    expect(entry).toMatchObject({
      subject: 'consent',
      changed: expect.arrayContaining(['evidence']) as string[],
    });
    expect(entry!.after).toEqual({
      actor: 'system',
      purpose: 'marketing',
      source: 'keyword',
      state: 'denied',
      at: expect.any(String) as string,
    });
    expect(entry!.erasedAt).not.toBeNull();
    // The permission ends with the statement that it was for.
    await expect(sql`update public.audit_details set before = '{}'`).rejects.toMatchObject({ code: 'PA001' });
  });

  it('takes entries while a month has no partition, and moves them when it gets one', async () => {
    const [next] = await sql<{ at: Date; partition: string }[]>`
      select m as at, 'private.audit_log_' || to_char(m, 'YYYYMM') as partition
      from (select date_trunc('month', now() at time zone 'utc') + interval '1 month 5 days' as m) next_month`;
    await sql.unsafe(`drop table ${next!.partition}`);
    await sql`
      insert into public.audit_log (at, org_id, actor_kind, action, subject, subject_id)
      values (${next!.at}, ${org}, 'system', 'created', 'segment', 'of next month')`;
    const places = () => sql`
      select tableoid::regclass::text as place from public.audit_log where subject_id = 'of next month'`;
    expect([...(await places())]).toEqual([{ place: 'private.audit_log_default' }]);
    await sql`select private.ensure_partitions()`;
    expect([...(await places())]).toEqual([{ place: next!.partition }]);
    for (const statement of [`truncate ${next!.partition}`, `delete from ${next!.partition}`]) {
      await expect(sql.unsafe(statement)).rejects.toMatchObject({ code: 'PA001' });
    }
  });
});

describe('listAudit', () => {
  it('is for admins', async () => {
    for (const role of ['viewer', 'agent'] as const) {
      await api.refused('listAudit', 403, { token: api.ours.users[role].token, params: { org } });
    }
  });

  it('goes through the whole log page by page, newest first', async () => {
    const all = (await list({ limit: 100 })).items;
    expect(all.length).toBeGreaterThan(10);
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: 3, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor && seen.length < all.length);
    expect(seen).toEqual(all.map(({ id }) => id).slice(0, seen.length));
  });

  it('narrows by actor, subject, action, id, contact and time', async () => {
    const { id: actorId } = api.ours.users.admin;
    const by = async (query: CallInput['query']) => (await list({ limit: 100, ...query })).items;
    const byActor = await by({ actorId });
    expect(byActor.length).toBeGreaterThan(0);
    expect(byActor.every(({ actor }) => actor.id === actorId)).toBe(true);
    const secrets = await by({ subject: 'secret', action: 'deleted' });
    expect(secrets).toMatchObject([{ subjectId: 'crm_key' }]);
    expect(await by({ subjectId: 'crm_key' })).toHaveLength(3);
    expect(
      (await by({ contactId: api.ours.contactId })).every(
        ({ contactId }) => contactId === api.ours.contactId,
      ),
    ).toBe(true);
    const { at } = byActor[0]!;
    expect(await by({ actorId, from: new Date(Date.parse(at) + 1).toISOString() })).toEqual([]);
    expect(await by({ actorId, to: new Date(0).toISOString() })).toEqual([]);
  });

  it('finds by names of things, of people who act or were acted upon, by ids and by requests', async () => {
    const find = async (search: string) => (await list({ limit: 100, search })).items;
    expect((await find('crm_k')).map(({ subject }) => subject)).toEqual(['secret', 'secret', 'secret']);
    expect((await find('trace-audit-1')).map(({ subject }) => subject)).toEqual(['organization']);
    const { id, email } = api.ours.users.admin;
    const byName = await find(email.slice(0, 8).toUpperCase());
    expect(byName.some(({ actor }) => actor.id === id)).toBe(true);
    expect(byName.some(({ subject, subjectId }) => subject === 'member' && subjectId === id)).toBe(true);
    expect(await find(randomUUID())).toEqual([]);
    expect(await find('100%_\\')).toEqual([]);
  });
});
