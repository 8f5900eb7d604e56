import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OperationName } from '../core/api/operations.ts';
import { DEMO } from '../local/demo.ts';
import { createDatabase } from '../local/testing/database.ts';
import { signUserToken } from './testing/fixtures.ts';
import { createTestApi, type TestApi } from './testing/test-api.ts';

let api: TestApi;
let org: string;
const token = DEMO.apiKey;
beforeAll(async () => {
  api = await createTestApi(await createDatabase(), { config: { WHATSAPP_APP_KEY: DEMO.appKey } });
  const me = await api.call('getMe', { token });
  org = me.memberships[0]!.org.id;
});
afterAll(() => api.close());

it.each([
  'listPhoneNumbers',
  'listTemplates',
  'listContacts',
  'listConversations',
  'listMessages',
  'listFlows',
  'listFlowRuns',
] satisfies OperationName[])('%s answers the demo data as the contract says', async (name) => {
  await api.call(name, { token, params: { org }, query: { limit: 100 } });
});

it('has people of three roles, a number and published flows without errors', async () => {
  const users = await api.database.sql<{ id: string; email: string }[]>`
    select id, email from auth.users where email like '%@demo.test' order by email`;
  const roles = await Promise.all(
    users.map(async ({ id }) => {
      const me = await api.call('getMe', { token: await signUserToken(id) });
      return me.memberships.map((membership) => membership.role);
    }),
  );
  expect(roles).toEqual([['agent'], ['owner'], ['viewer']]);
  const numbers = await api.call('listPhoneNumbers', { token, params: { org } });
  expect(numbers.items).toMatchObject([{ metaPhoneNumberId: DEMO.phoneNumberId, isSample: true }]);
  const flows = await api.call('listFlows', { token, params: { org } });
  expect(flows.items.map(({ name, status, problems }) => [name, status, problems.errors]).sort()).toEqual([
    ['Follow-up drip', 'live', 0],
    ['Welcome', 'live', 0],
  ]);
  for (const flow of flows.items) {
    expect(flow).toMatchObject({ hasUnpublishedChanges: false, publishedVersion: 1, isSample: true });
    expect(flow.triggerSummary).not.toBe('');
  }
});

it('lets an owner change the greeting and publish it', async () => {
  const { items } = await api.call('listFlows', { token, params: { org } });
  const id = items.find(({ name }) => name === 'Welcome')!.id;
  const flow = await api.call('getFlow', { token, params: { org, flow: id } });
  const draft = JSON.parse(
    JSON.stringify(flow.draft).replace('"body":"', '"body":"Welcome! '),
  ) as typeof flow.draft;
  const body = { draftRev: flow.draftRev, draft };
  const saved = await api.call('saveFlowDraft', { token, params: { org, flow: id }, body });
  expect(saved).toMatchObject({ hasUnpublishedChanges: true, problems: { errors: 0 } });
  const publish = { draftRev: saved.draftRev, note: null };
  const version = await api.call('publishFlow', { token, params: { org, flow: id }, body: publish });
  expect(version.number).toBe(2);
});

it('takes a webhook signed with the demo app’s secret', async () => {
  const body = '{"object":"whatsapp_business_account","entry":[]}';
  const signature = createHmac('sha256', DEMO.appSecret).update(body).digest('hex');
  const headers = { 'x-hub-signature-256': `sha256=${signature}` };
  expect((await fetch(`${api.url}/webhooks/whatsapp`, { method: 'POST', body, headers })).status).toBe(200);
});
