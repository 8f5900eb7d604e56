/** Webhooks as admins set them up, over the API, on a real database. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../local/testing/database.ts';
import { openSecret, secretContext } from '../../platform/secrets/envelope.ts';
import { MASTER_KEY } from '../testing/fixtures.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

const URL = 'https://crm.example.com/parley';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi(await createDatabase(), {
    config: { HTTP_ALLOWED_PRIVATE_HOSTS: ['127.0.0.1:4999'] },
  });
});
afterAll(() => api?.close());

const asAdmin = (endpoint?: string, more: Record<string, string> = {}) => ({
  token: api.ours.users.admin.token,
  params: { org: api.ours.id, ...(endpoint === undefined ? {} : { endpoint }), ...more },
});
const create = (body: object = {}) =>
  api.call('createWebhookEndpoint', {
    ...asAdmin(),
    body: { url: URL, events: ['contact.created'], ...body },
  });

describe('an endpoint', () => {
  it('is made with a secret that is shown in this answer alone, and kept sealed', async () => {
    const { secret, ...made } = await create({ description: ' CRM ' });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(made).toMatchObject({ url: URL, description: 'CRM', status: 'enabled', disabledReason: null });
    const shown = await api.call('getWebhookEndpoint', asAdmin(made.id));
    expect(shown).toEqual(made);
    const listed = await api.call('listWebhookEndpoints', asAdmin());
    expect(listed.items).toContainEqual(made);
    const [row] = await api.database.sql<{ envelope: Buffer }[]>`
      select envelope from private.webhook_secrets where endpoint_id = ${made.id}`;
    const context = secretContext.webhookSecret(api.ours.id, made.id);
    expect(openSecret(MASTER_KEY, context, row!.envelope)).toBe(secret);
    const entries = await api.database.sql`
      select row_to_json(l)::text as text from audit_log l where org_id = ${api.ours.id} and subject like 'webhook%'`;
    expect(entries).toHaveLength(2);
    expect(JSON.stringify(entries)).not.toContain(secret);
    expect(JSON.stringify(entries)).not.toContain(row!.envelope.toString('hex'));
  });

  it('gets a new secret; the former one goes on for a day', async () => {
    const { id, secret } = await create();
    const rotated = await api.call('rotateWebhookSecret', asAdmin(id));
    expect(rotated.secret).not.toBe(secret);
    const inHours = (Date.parse(rotated.previousSecretUntil!) - Date.now()) / 3_600_000;
    expect(inHours).toBeGreaterThan(23.9);
    expect(inHours).toBeLessThanOrEqual(24);
    const [row] = await api.database.sql<{ envelope: Buffer; previous: Buffer }[]>`
      select envelope, previous_envelope as previous from private.webhook_secrets where endpoint_id = ${id}`;
    const context = secretContext.webhookSecret(api.ours.id, id);
    expect(openSecret(MASTER_KEY, context, row!.previous)).toBe(secret);
    expect(openSecret(MASTER_KEY, context, row!.envelope)).toBe(rotated.secret);
  });

  it('is the same one for a request that is sent again, secret included', async () => {
    const again = {
      ...asAdmin(),
      body: { url: URL, events: ['goal.reached'] },
      headers: { 'idempotency-key': randomUUID() },
    };
    const [first, second] = [
      await api.call('createWebhookEndpoint', again),
      await api.call('createWebhookEndpoint', again),
    ];
    expect(second).toEqual(first);
  });

  it('is changed, disabled, enabled and deleted', async () => {
    const { id } = await create();
    const patch = (body: object) => api.call('updateWebhookEndpoint', { ...asAdmin(id), body });
    expect(await patch({ events: ['message.status'], description: null })).toMatchObject({
      events: ['message.status'],
      description: null,
    });
    expect(await patch({ url: 'http://127.0.0.1:4999/x' })).toMatchObject({ url: 'http://127.0.0.1:4999/x' });
    const disabled = await patch({ enabled: false });
    expect(disabled).toMatchObject({ status: 'disabled', disabledReason: null });
    expect(disabled.disabledAt).not.toBeNull();
    expect(await patch({ enabled: true })).toMatchObject({ status: 'enabled', disabledAt: null });
    await api.call('deleteWebhookEndpoint', asAdmin(id));
    await api.refused('getWebhookEndpoint', 404, asAdmin(id));
  });

  it.each([
    ['http://crm.example.com/', 'must begin with https://'],
    ['https://10.0.0.1/', 'is not on the public Internet'],
    ['https://me:secret@crm.example.com/', 'holds a user name or a password'],
    ['crm', 'is no complete address, such as https://example.com/parley'],
  ])('doesn’t lead to %s', async (url, message) => {
    const body = { url, events: ['contact.created'] };
    const refused = await api.refused('createWebhookEndpoint', 422, { ...asAdmin(), body });
    expect(refused.errors).toEqual([{ field: 'url', message }]);
    const { id } = await create();
    await api.refused('updateWebhookEndpoint', 422, { ...asAdmin(id), body: { url } });
  });

  it('asks for at least one event, each once, and not for the test', async () => {
    for (const events of [[], ['contact.created', 'contact.created'], ['endpoint.test'], ['contact.*']]) {
      await api.refused('createWebhookEndpoint', 422, { ...asAdmin(), body: { url: URL, events } });
    }
  });

  it('is one of twenty', async () => {
    await api.database.sql`delete from webhook_endpoints where org_id = ${api.ours.id}`;
    await Promise.all(Array.from({ length: 20 }, () => create()));
    const refused = await api.refused('createWebhookEndpoint', 409, {
      ...asAdmin(),
      body: { url: URL, events: ['contact.created'] },
    });
    expect(refused.code).toBe('webhook_limit');
    await api.database.sql`delete from webhook_endpoints where org_id = ${api.ours.id}`;
  });
});

describe('deliveries', () => {
  it('are listed newest first, by state and kind, and shown with their attempts', async () => {
    const { id } = await create();
    const test = await api.call('testWebhookEndpoint', asAdmin(id));
    expect(test).toMatchObject({ type: 'endpoint.test', status: 'pending', attempts: 0, lastAttempt: null });
    const log = [{ at: '2026-11-29T00:00:00.000Z', status: 503, error: 'http_status', durationMs: 3 }];
    await api.database.sql`
      update webhook_deliveries set status = 'failed', log = ${api.database.sql.json(log)}, ended_at = now() where id = ${test.id}`;
    await api.database
      .sql`insert into contacts (org_id) values (${api.ours.id}), (${api.ours.id}), (${api.ours.id})`;
    const first = await api.call('listWebhookDeliveries', { ...asAdmin(id), query: { limit: 3 } });
    const second = await api.call('listWebhookDeliveries', {
      ...asAdmin(id),
      query: { limit: 3, cursor: first.nextCursor! },
    });
    const types = [...first.items, ...second.items].map(({ type }) => type);
    expect(types).toEqual([...Array<string>(3).fill('contact.created'), 'endpoint.test']);
    const failed = await api.call('listWebhookDeliveries', { ...asAdmin(id), query: { status: 'failed' } });
    expect(failed.items.map((one) => one.id)).toEqual([test.id]);
    expect(failed.items[0]!.lastAttempt).toEqual(log[0]);
    const shown = await api.call('getWebhookDelivery', asAdmin(id, { delivery: test.id }));
    expect(shown).toMatchObject({ log, nextAttemptAt: null });
  });

  it('are sent once more when people say so, but not to an endpoint that is disabled', async () => {
    const { id } = await create();
    const test = await api.call('testWebhookEndpoint', asAdmin(id));
    await api.database.sql`
      update webhook_deliveries set status = 'delivered', attempts = 3, ended_at = now(), give_up_at = now() where id = ${test.id}`;
    const one = asAdmin(id, { delivery: test.id });
    expect(await api.call('resendWebhookDelivery', one)).toMatchObject({
      ...{ id: test.id, status: 'pending', attempts: 0, endedAt: null },
    });
    await api.call('updateWebhookEndpoint', { ...asAdmin(id), body: { enabled: false } });
    for (const name of ['resendWebhookDelivery', 'testWebhookEndpoint'] as const) {
      expect((await api.refused(name, 409, one)).code).toBe('webhook_disabled');
    }
  });

  it('of another endpoint, or of another organisation, are not there', async () => {
    const [{ id }, other] = [await create(), await create()];
    const test = await api.call('testWebhookEndpoint', asAdmin(id));
    await api.refused('getWebhookDelivery', 404, asAdmin(other.id, { delivery: test.id }));
    await api.refused('resendWebhookDelivery', 404, asAdmin(other.id, { delivery: test.id }));
    const theirs = {
      token: api.theirs.users.owner.token,
      params: { org: api.theirs.id, endpoint: id, delivery: test.id },
    };
    for (const name of ['getWebhookEndpoint', 'listWebhookDeliveries', 'getWebhookDelivery'] as const) {
      await api.refused(name, 404, theirs);
    }
    for (const name of ['rotateWebhookSecret', 'testWebhookEndpoint', 'resendWebhookDelivery'] as const) {
      await api.refused(name, 404, theirs);
    }
  });
});
