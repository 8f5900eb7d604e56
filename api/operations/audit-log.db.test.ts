import type postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase } from '../../local/testing/database.ts';
import { createConversation } from '../testing/fixtures.ts';
import { readAudit, type AuditReader } from '../testing/audit-reader.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let sql: postgres.Sql;
let org: string;
let audit: AuditReader;

beforeAll(async () => {
  api = await createTestApi(await createDatabase());
  ({ sql } = api.database);
  org = api.ours.id;
  audit = readAudit(api);
  // An entry with a person's values: both tables have a row that somebody could try to change.
  await sql`
    insert into public.consent_events (org_id, contact_id, state, source, evidence, at)
    values (${org}, ${api.ours.contactId}, 'granted', 'form', '{"said":"yes"}', now())`;
});
afterAll(() => api.close());
beforeEach(() => audit.mark());

describe('a number that is never written to', () => {
  const add = (numbers: string[]) => {
    const body = { numbers, reason: 'Asked by letter' };
    return api.call('addSuppressions', { token: api.ours.users.agent.token, params: { org }, body });
  };

  it('is named by its hint and why, also after it is off the list', async () => {
    await add(['+55 11 98765-4001', '+55 11 98765-4002']);
    const created = await audit.written();
    const values = ['+55…01', '+55…02'].map((hint) => ({ hint, reason: 'Asked by letter' }));
    expect(created.map(({ after }) => after)).toEqual(expect.arrayContaining(values));
    expect(created).toHaveLength(2);
    await audit.mark();
    const [{ subjectId, after } = { subjectId: '', after: {} }] = created;
    const params = { org, suppression: subjectId };
    await api.call('removeSuppression', { token: api.ours.users.admin.token, params });
    const [removed, ...more] = await audit.written();
    expect(removed).toMatchObject({ action: 'deleted', subject: 'suppression', subjectId, before: after });
    expect(removed!.after).toEqual({});
    expect(more).toEqual([]);
  });

  it('is one of a number of them where more came than anybody would read', async () => {
    const numbers = (count: number, from: number) =>
      Array.from({ length: count }, (_, n) => `+55119${String(from + n).padStart(8, '0')}`);
    await add(numbers(100, 1_000));
    expect(await audit.written()).toHaveLength(100);
    await audit.mark();
    await add(numbers(101, 2_000));
    expect(await audit.written()).toMatchObject([{ action: 'created', after: { count: 101 } }]);
  });
});

describe('the log', () => {
  const statements = [
    `update public.audit_log set label = 'x'`,
    'delete from public.audit_log',
    'truncate public.audit_log',
    `update public.audit_details set before = '{}'`,
    `update public.audit_details set before = '{}', after = '{}', erased_at = now()`,
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

  it.each([
    ...['into a partition', 'by retention', 'a person'].map((why) => ['parley.removes', why]),
    ['session_replication_role', 'replica'],
  ])('is kept by a guard that no setting turns off: %s = %s', async (setting, value) => {
    await sql`
      insert into public.audit_log (at, org_id, actor_kind, action, subject, subject_id)
      values (now() - interval '800 days', ${org}, 'system', 'changed', 'segment', 'old')`;
    for (const statement of statements) {
      const attempt = sql.begin(async (tx) => {
        await tx`select set_config(${setting}, ${value}, true)`;
        await tx.unsafe(statement);
      });
      await expect(attempt, statement).rejects.toMatchObject({ code: 'PA001' });
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
    const { contactId } = await createConversation(sql, api.ours, { phone: '15550109900' });
    await sql`
      insert into public.consent_events (org_id, contact_id, state, source, evidence, at)
      values (${org}, ${contactId}, 'denied', 'keyword', '{"said":"leave me alone"}', now())`;
    expect((await audit.written())[0]).toMatchObject({
      after: { evidence: { said: 'leave me alone' } },
      erasedAt: null,
    });
    await erase(contactId);
    const [entry] = await audit.written({ subject: 'consent' });
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
    // What an erasure may do ends with it.
    await expect(sql`update public.audit_details set before = '{}'`).rejects.toMatchObject({ code: 'PA001' });
  });

  it('takes entries while a month has no partition, and moves them when it gets one', async () => {
    const [next] = await sql<{ at: Date; partition: string }[]>`
      select m as at, 'private.audit_log_' || to_char(m, 'YYYYMM') as partition
      from (select date_trunc('month', now() at time zone 'utc') + interval '1 month 5 days' as m) next_month`;
    await sql.unsafe(`drop table ${next!.partition}`);
    await sql`
      insert into public.audit_log (at, org_id, actor_kind, action, subject, subject_id)
      values (${next!.at}, ${org}, 'system', 'created', 'segment', 'late: of next month'),
        (now() + interval '1 year', ${org}, 'system', 'created', 'segment', 'late: of next year')`;
    const places = () => sql`
      select tableoid::regclass::text as place from public.audit_log where subject_id like 'late: %' order by at`;
    const rest = { place: 'private.audit_log_default' };
    expect([...(await places())]).toEqual([rest, rest]);
    await sql`select private.ensure_partitions()`;
    expect([...(await places())]).toEqual([{ place: next!.partition }, rest]);
    for (const table of [next!.partition, rest.place])
      for (const statement of [`truncate ${table}`, `delete from ${table}`])
        await expect(sql.unsafe(statement), statement).rejects.toMatchObject({ code: 'PA001' });
  });
});

/** As the worker does it, files apart. */
async function erase(contact: string): Promise<void> {
  const { token } = api.ours.users.admin;
  const { id } = await api.call('eraseContact', {
    token,
    params: { org, contact },
    body: { reason: 'request' },
  });
  for (let step = 'again'; step === 'again';) {
    const [row] = await sql<{ step: string }[]>`select private.erase_contact(${org}, ${id}, 1000) as step`;
    step = row!.step;
  }
}
