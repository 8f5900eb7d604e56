import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase } from '../../local/testing/database.ts';
import { claimsOf } from '../auth/principal.ts';
import { readAudit, type AuditReader } from '../testing/audit-reader.ts';
import { createApiKey } from '../testing/fixtures.ts';
import { createTestApi, type CallInput, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let sql: postgres.Sql;
let org: string;
let admin: string;
let audit: AuditReader;

beforeAll(async () => {
  api = await createTestApi(await createDatabase());
  ({ sql } = api.database);
  org = api.ours.id;
  admin = api.ours.users.admin.token;
  audit = readAudit(api);
});
afterAll(() => api.close());
beforeEach(() => audit.mark());

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
    const [entry] = await audit.written();
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
    const [made, renamed, back] = await audit.written();
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
    expect(await audit.written()).toEqual([]);
  });

  it('is the system’s when no person asked, with the workflow that did it', async () => {
    await sql.begin(async (tx) => {
      await tx`select set_config('parley.workflow_id', 'retention', true)`;
      await tx`update public.organizations set time_zone = 'UTC' where id = ${org}`;
    });
    expect(await audit.written()).toMatchObject([
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
    expect(await audit.written()).toMatchObject([
      { ...subject, action: 'created', before: {}, after: { role: 'agent' } },
      { ...subject, action: 'changed', before: { role: 'agent' }, after: { role: 'admin' } },
      { ...subject, action: 'deleted', before: { role: 'admin' }, after: {} },
    ]);
  });

  it('keys and secrets, without what is secret about them', async () => {
    const key = await createApiKey(sql, org);
    const id = (await audit.written())[0]!.subjectId;
    await asAdmin((tx) => tx`update public.api_keys set last_used_at = now() where id = ${id}`);
    await asAdmin((tx) => tx`update public.api_keys set revoked_at = now() where id = ${id}`);
    const secret = { token: admin, params: { org, name: 'crm_key' } };
    await api.call('setSecret', { ...secret, body: { value: 'sesame-open' } });
    await api.call('setSecret', { ...secret, body: { value: 'sesame-close' } });
    await api.call('deleteSecret', secret);
    const entries = await audit.written();
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
    expect(await audit.written()).toMatchObject([
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
    expect(await audit.written()).toEqual([]);
    await asAdmin(
      (tx) => tx`update public.phone_numbers set verified_name = 'Ours Ltd' where org_id = ${org}`,
    );
    expect(await audit.written()).toMatchObject([{ subject: 'phoneNumber', changed: ['verifiedName'] }]);
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
    expect(await audit.written({ contactId: contact.id })).toMatchObject([
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
      await sql`select action, subject from public.audit_log where org_id = ${id} and id > ${audit.start}`;
    expect([...entries]).toEqual([{ action: 'deleted', subject: 'organization' }]);
  });
});

describe('listAudit', () => {
  it('is for admins', async () => {
    for (const role of ['viewer', 'agent'] as const) {
      await api.refused('listAudit', 403, { token: api.ours.users[role].token, params: { org } });
    }
  });

  it('goes through the whole log page by page, newest first', async () => {
    const all = (await audit.list({ limit: 100 })).items;
    expect(all.length).toBeGreaterThan(10);
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await audit.list({ limit: 3, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor && seen.length < all.length);
    expect(seen).toEqual(all.map(({ id }) => id).slice(0, seen.length));
  });

  it('narrows by actor, subject, action, id, contact and time', async () => {
    const { id: actorId } = api.ours.users.admin;
    const { contactId } = api.ours;
    await sql`
      insert into public.consent_events (org_id, contact_id, state, source, at)
      values (${org}, ${contactId}, 'denied', 'keyword', now())`;
    const by = async (query: CallInput['query']) => (await audit.list({ limit: 100, ...query })).items;
    const byActor = await by({ actorId });
    expect(byActor.length).toBeGreaterThan(0);
    expect(byActor.every(({ actor }) => actor.id === actorId)).toBe(true);
    const secrets = await by({ subject: 'secret', action: 'deleted' });
    expect(secrets).toMatchObject([{ subjectId: 'crm_key' }]);
    expect(await by({ subjectId: 'crm_key' })).toHaveLength(3);
    expect(new Set((await by({ contactId })).map((entry) => entry.contactId))).toEqual(new Set([contactId]));
    const { at } = byActor[0]!;
    expect(await by({ actorId, from: new Date(Date.parse(at) + 1).toISOString() })).toEqual([]);
    expect(await by({ actorId, to: new Date(0).toISOString() })).toEqual([]);
  });

  it('finds by names of things, of people who act or were acted upon, by ids and by requests', async () => {
    const find = async (search: string) => (await audit.list({ limit: 100, search })).items;
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
