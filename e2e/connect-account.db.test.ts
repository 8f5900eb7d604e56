/** Connecting a WhatsApp account: the real API on a real database, the simulator in Meta's place. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApi, type TestApi } from '../api/testing/test-api.ts';
import { MASTER_KEY, WEBHOOK_APP } from '../api/testing/fixtures.ts';
import { createDatabase } from '../local/testing/database.ts';
import { openSecret, secretContext } from '../platform/secrets/envelope.ts';
import { startSimulator, type RunningSimulator } from '../simulator/server.ts';

const TOKEN = 'EAAG-token-of-the-new-account';
const ACCOUNT = '277000000000001';
const NUMBER = '177000000000001';

let meta: RunningSimulator;
let api: TestApi;
beforeAll(async () => {
  meta = await startSimulator({
    port: 0,
    accessToken: TOKEN,
    wabaId: ACCOUNT,
    phoneNumberId: NUMBER,
    displayPhoneNumber: '+1 555 077 0001',
  });
  api = await createTestApi(await createDatabase(), { config: { WHATSAPP_GRAPH_URL: meta.url } });
});
afterAll(async () => {
  await api?.close();
  await meta?.close();
});

const as = (which: 'ours' | 'theirs') => ({
  token: api[which].users.admin.token,
  params: { org: api[which].id },
});
const body = { metaWabaId: ACCOUNT, accessToken: TOKEN };

it('is refused with a token that Meta doesn’t know, and nothing is kept', async () => {
  const wrong = { metaWabaId: ACCOUNT, accessToken: 'EAAG-some-other-token' };
  const problem = await api.refused('connectWaba', 422, { ...as('ours'), body: wrong });
  expect(problem.code).toBe('token_refused');
  expect(JSON.stringify(problem)).not.toContain('EAAG');
  expect((await api.call('listWabas', as('ours'))).items).toHaveLength(1);
});

it('is refused for an account that the token doesn’t reach', async () => {
  const foreign = { metaWabaId: '277000000000009', accessToken: TOKEN };
  expect((await api.refused('connectWaba', 422, { ...as('ours'), body: foreign })).code).toBe(
    'token_refused',
  );
});

it('brings the account with its numbers, and seals the token', async () => {
  const waba = await api.call('connectWaba', { ...as('ours'), body });
  expect(waba).toMatchObject({
    metaWabaId: ACCOUNT,
    numbers: [{ displayPhoneNumber: '+1 555 077 0001' }],
    webhookPath: `/webhooks/whatsapp/${WEBHOOK_APP.appKey}`,
  });
  expect(waba.tokenSetAt).not.toBeNull();
  const [row] = await api.database.sql<{ envelope: Buffer }[]>`
    select envelope from private.channel_credentials where waba_account_id = ${waba.id}`;
  expect(openSecret(MASTER_KEY, secretContext.accessToken(api.ours.id), row!.envelope)).toBe(TOKEN);
  const { items } = await api.call('listPhoneNumbers', as('ours'));
  expect(items.map(({ metaPhoneNumberId }) => metaPhoneNumberId)).toContain(NUMBER);
});

it('can’t be claimed by a second organisation, whatever token it has', async () => {
  expect((await api.refused('connectWaba', 409, { ...as('theirs'), body })).code).toBe('asset_taken');
  const { items } = await api.call('listPhoneNumbers', as('theirs'));
  expect(items.map(({ metaPhoneNumberId }) => metaPhoneNumberId)).not.toContain(NUMBER);
});

it('takes a new token after Meta has accepted it, and is read again with it', async () => {
  const [waba] = (await api.call('listWabas', as('ours'))).items.filter(
    ({ metaWabaId }) => metaWabaId === ACCOUNT,
  );
  const at = { ...as('ours'), params: { org: api.ours.id, waba: waba!.id } };
  const refused = await api.refused('setWabaAccessToken', 422, {
    ...at,
    body: { accessToken: 'EAAG-expired' },
  });
  expect(refused.code).toBe('token_refused');
  const renewed = await api.call('setWabaAccessToken', { ...at, body: { accessToken: TOKEN } });
  expect(renewed.id).toBe(waba!.id);
  expect((await api.call('refreshWaba', at)).numbers).toHaveLength(1);
});

it('says so when Meta can’t be reached', async () => {
  await meta.close();
  expect((await api.refused('connectWaba', 503, { ...as('ours'), body })).code).toBe('whatsapp_unavailable');
});
