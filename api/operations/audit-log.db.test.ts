import type postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase } from '../../local/testing/database.ts';
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
    expect((await audit.written())[0]).toMatchObject({
      after: { evidence: { said: 'leave me alone' } },
      erasedAt: null,
    });
    await sql`select private.erase_audit_details(${org}, ${contactId})`;
    const [entry] = await audit.written();
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
