import { afterAll, beforeAll, expect, it } from 'vitest';
import { retentionKinds, type RetentionKind } from '../../core/api/retention-kinds.ts';
import type { RetentionRules } from '../../core/api/retention.ts';
import { createDatabase } from '../../local/testing/database.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
});
afterAll(() => api.close());

const none: RetentionRules = {
  messageContent: null,
  deliveries: null,
  contactEvents: null,
  runs: null,
  auditLog: null,
};
const input = (days?: unknown) => ({
  token: api.ours.users.admin.token,
  params: { org: api.ours.id },
  ...(days === undefined ? {} : { body: { days } }),
});

it('keeps everything until somebody says otherwise, and takes a rule back', async () => {
  expect(await api.call('getRetention', input())).toEqual({ days: none, enforcedAt: null });
  const days = { ...none, messageContent: 365, auditLog: 730 };
  expect(await api.call('setRetention', input(days))).toEqual({ days, enforcedAt: null });
  expect((await api.call('getRetention', input())).days).toEqual(days);
  expect((await api.call('setRetention', input({ ...days, auditLog: null }))).days.auditLog).toBeNull();
});

it('tells every member, and says when it was enforced', async () => {
  const at = new Date('2026-11-28T02:17:00Z');
  await api.database.sql`update public.retention_rules set enforced_at = ${at} where org_id = ${api.ours.id}`;
  const seen = await api.call('getRetention', { ...input(), token: api.ours.users.viewer.token });
  expect(seen).toMatchObject({ days: { messageContent: 365 }, enforcedAt: at.toISOString() });
});

it('refuses less than the least and more than the most, as the table does', async () => {
  for (const [kind, { leastDays }] of Object.entries(retentionKinds)) {
    for (const days of [leastDays - 1, 3_651, 1.5]) {
      const problem = await api.refused('setRetention', 422, input({ ...none, [kind]: days }));
      expect(problem.errors?.[0]?.field).toBe(`days.${kind}`);
    }
    const store = (days: number) => api.database.sql`
      insert into public.retention_rules (org_id, kind, days) values (${api.theirs.id}, ${kind}, ${days})`;
    await expect(store(leastDays - 1)).rejects.toMatchObject({ code: '23514' });
    await store(leastDays);
  }
  await api.refused('setRetention', 422, input({ messageContent: 30 }));
});

it('stands in the audit log, once for each rule that changed', async () => {
  const { sql } = api.database;
  const count = async () =>
    (await sql`select from public.audit_log where subject = 'retentionRule' and org_id = ${api.ours.id}`)
      .length;
  const before = await count();
  const kind: RetentionKind = 'runs';
  await api.call('setRetention', input({ ...none, messageContent: 365, [kind]: 90 }));
  await api.call('setRetention', input({ ...none, messageContent: 365, [kind]: 90 }));
  expect(await count()).toBe(before + 1);
  const { items } = await api.call('listAudit', {
    ...input(),
    query: { subject: 'retentionRule', limit: 1 },
  });
  expect(items).toMatchObject([{ action: 'created', subjectName: 'runs', after: { days: 90 } }]);
  // What the worker notes about its work is no change.
  await sql`update public.retention_rules set done_until = now(), enforced_at = now()`;
  expect(await count()).toBe(before + 1);
});
