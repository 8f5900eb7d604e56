import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorCatalogue } from '../../core/messaging/errors/catalogue.ts';
import { createDatabase } from '../../local/testing/database.ts';
import { createConversation } from '../testing/fixtures.ts';
import { createTestApi, type CallInput, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let org: string;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
  org = api.ours.id;
  await api.database.sql`update public.organizations set time_zone = 'Asia/Kolkata' where id = ${org}`;
});
afterAll(() => api.close());

const overview = (query: CallInput['query'] = {}) =>
  api.call('getAnalyticsOverview', { token: api.ours.users.viewer.token, params: { org }, query });

async function count(): Promise<void> {
  const next = () => api.database.sql`select private.count_marked_hours(1000) as hours`;
  for (let [row] = await next(); row!.hours !== 0; [row] = await next());
}

async function say(
  { contactId, conversationId }: { contactId: string; conversationId: string },
  at: string,
  { status = 'received', source = 'contact', code = null as string | null } = {},
): Promise<void> {
  const direction = source === 'contact' ? 'inbound' : 'outbound';
  await api.database.sql`
    insert into public.messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, status, status_rank, source,
      error_code, created_at)
    values (${randomUUID()}, ${org}, ${conversationId}, ${contactId}, ${api.ours.phoneNumberId}, ${direction}, 'text', ${status}, 0,
      ${source}, ${code}, ${at})`;
}

describe('getAnalyticsOverview', () => {
  it('has an entry for every day where the organisation is, and totals', async () => {
    const talk = await createConversation(api.database.sql, api.ours, { phone: '15550107001' });
    await api.database.sql`
      update public.conversation_changes set at = '2026-05-01T00:00:00Z' where conversation_id = ${talk.conversationId}`;
    // 23:59 and 00:00 in India.
    await say(talk, '2026-05-03T18:29:00Z');
    await say(talk, '2026-05-03T18:30:00Z', { source: 'agent', status: 'delivered' });
    await say(talk, '2026-05-04T10:00:00Z', { source: 'campaign', status: 'failed', code: '131026' });
    await count();
    const answer = await overview({ from: '2026-05-03', to: '2026-05-05' });
    expect(answer).toMatchObject({ timeZone: 'Asia/Kolkata', bucket: 'day', from: '2026-05-03' });
    expect(
      answer.series.map(({ at, received, delivered, failed }) => [at, received, delivered, failed]),
    ).toEqual([
      ['2026-05-02T18:30:00.000Z', 1, 0, 0],
      ['2026-05-03T18:30:00.000Z', 0, 1, 1],
      ['2026-05-04T18:30:00.000Z', 0, 0, 0],
    ]);
    expect(answer.totals).toMatchObject({ received: 1, delivered: 1, failed: 1 });
    expect(answer.failures).toEqual([{ code: '131026', title: errorCatalogue[131026]!.title, count: 1 }]);
    expect(answer.totals.peopleReplies.count).toBe(1);
    expect(Math.abs(answer.totals.peopleReplies.medianSeconds! - 60)).toBeLessThanOrEqual(3);
    expect(answer.series[1]!.peopleReplies).toEqual(answer.totals.peopleReplies);
    expect(answer.series[0]!.peopleReplies).toEqual({ count: 0, medianSeconds: null, p90Seconds: null });
  });

  it('answers by hour, and for one number without what belongs to none', async () => {
    const hours = await overview({ from: '2026-05-03', to: '2026-05-04', bucket: 'hour' });
    expect(hours.series).toHaveLength(48);
    expect(hours.series[23]).toMatchObject({ at: '2026-05-03T17:30:00.000Z', received: 1 });
    const { phoneNumberId } = api.ours;
    const ofNumber = await overview({ from: '2026-05-03', to: '2026-05-04', phoneNumberId });
    expect(ofNumber.totals).toMatchObject({ received: 1, newContacts: null, optIns: null });
    const ofNone = await overview({ from: '2026-05-03', to: '2026-05-04', phoneNumberId: randomUUID() });
    expect(ofNone.totals).toMatchObject({ received: 0, newContacts: null });
  });

  it('covers the last 30 days up to today, and says how it stands now', async () => {
    await count();
    const answer = await overview();
    expect(answer.series).toHaveLength(30);
    expect(answer.to).toBe(new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Kolkata' }).format());
    expect(answer.totals.newContacts).toBe(2);
    expect(answer.now).toEqual({ open: 2, unassigned: 2, needAttention: 0 });
  });

  it('names the flows whose runs began or ended', async () => {
    const { sql } = api.database;
    const { users, contactId, conversationId } = api.ours;
    const flow = await api.call('createFlow', {
      token: users.admin.token,
      params: { org },
      body: { name: 'Welcome' },
    });
    const version = randomUUID();
    await sql`
      insert into public.flow_versions (id, org_id, flow_id, number, doc, hash)
      values (${version}, ${org}, ${flow.id}, 1, '{}', 'x')`;
    for (const [status, endedAt] of [
      ['waiting', null],
      ['completed', '2026-05-06T09:00:00Z'],
      ['failed', '2026-05-07T09:00:00Z'],
    ])
      await sql`
        insert into public.flow_runs (id, org_id, flow_id, flow_version_id, contact_id, conversation_id, trigger_node_id, state,
          workflow_id, status, started_at, ended_at)
        values (${randomUUID()}, ${org}, ${flow.id}, ${version}, ${contactId}, ${conversationId}, 'start', '{}', ${randomUUID()},
          ${status!}, '2026-05-06T08:00:00Z', ${endedAt!})`;
    await count();
    const answer = await overview({ from: '2026-05-06', to: '2026-05-07' });
    expect(answer.flows).toEqual([
      { flowId: flow.id, name: 'Welcome', started: 3, completed: 1, exited: 0, failed: 1 },
    ]);
    expect(
      answer.series.map(({ runsStarted, runsCompleted, runsFailed }) => [
        runsStarted,
        runsCompleted,
        runsFailed,
      ]),
    ).toEqual([
      [3, 1, 0],
      [0, 0, 1],
    ]);
  });

  it('has as many hours in a day as the day has', async () => {
    await api.database.sql`update public.organizations set time_zone = 'Europe/Berlin' where id = ${org}`;
    const spring = { from: '2026-03-29', to: '2026-03-29' };
    expect((await overview({ ...spring, bucket: 'hour' })).series).toHaveLength(23);
    expect((await overview({ from: '2026-03-28', to: '2026-03-30' })).series.map(({ at }) => at)).toEqual([
      '2026-03-27T23:00:00.000Z',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
    ]);
  });

  it('refuses ranges that are turned round, too long, or no days', async () => {
    const refused = (query: CallInput['query']) =>
      api.refused('getAnalyticsOverview', 422, {
        token: api.ours.users.viewer.token,
        params: { org },
        query,
      });
    expect((await refused({ from: '2026-05-02', to: '2026-05-01' })).errors).toMatchObject([{ field: 'to' }]);
    expect((await refused({ from: '2025-01-01', to: '2026-05-01' })).errors).toMatchObject([
      { field: 'from' },
    ]);
    expect((await refused({ from: '2026-05-01', to: '2026-05-15', bucket: 'hour' })).errors).toMatchObject([
      { field: 'from' },
    ]);
    await refused({ from: '2026-02-30' });
    await refused({ from: 'yesterday' });
    await refused({ to: '9999-12-31', from: '0001-01-01' });
  });
});
