/** Templates of a connected account: the real API, the worker's reading, the simulator in Meta's place. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi } from '../api/testing/test-api.ts';
import type { Template } from '../core/api/templates.ts';
import { createDatabase, type TestDatabase } from '../local/testing/database.ts';
import { simulatorClient, type SimulatorClient } from '../local/testing/simulator-client.ts';
import { createPool, type Sql } from '../platform/db/pool.ts';
import { createTemplateApi } from '../platform/whatsapp/templates.ts';
import { startSimulator, type RunningSimulator } from '../simulator/server.ts';
import { queueDueReads } from '../worker/templates/due-reads.ts';
import { readTemplates } from '../worker/templates/read-templates.ts';

const TOKEN = 'EAAG-token-of-the-account';
const ACCOUNT = '277000000000002';

let meta: RunningSimulator;
let control: SimulatorClient;
let database: TestDatabase;
let api: TestApi;
let worker: Sql;
let waba: string;
beforeAll(async () => {
  meta = await startSimulator({
    ...{ port: 0, accessToken: TOKEN, wabaId: ACCOUNT },
    ...{ phoneNumberId: '177000000000002', displayPhoneNumber: '+1 555 077 0002' },
  });
  control = simulatorClient(meta.url);
  database = await createDatabase();
  api = await createTestApi(database, { config: { WHATSAPP_GRAPH_URL: meta.url } });
  worker = createPool(database.workerUrl, { max: 2, applicationName: 'templates test' });
  ({ id: waba } = await api.call('connectWaba', {
    ...as('admin'),
    body: { metaWabaId: ACCOUNT, accessToken: TOKEN },
  }));
});
afterAll(async () => {
  await worker?.end();
  await api?.close();
  await meta?.close();
});
beforeEach(async () => {
  await control.reset();
  // Webhooks have nowhere to go here: what Meta decides is read.
  await control.settings({ templateReview: 'manual' });
  await read();
});

const as = (role: 'admin' | 'viewer') => ({
  token: api.ours.users[role].token,
  params: { org: api.ours.id },
});
const at = (template: Pick<Template, 'id'>) => ({
  ...as('admin'),
  params: { org: api.ours.id, template: template.id },
});
const read = (accessToken = TOKEN) =>
  readTemplates(
    {
      sql: worker,
      templates: createTemplateApi(meta.url, 'v25.0'),
      accessToken: () => Promise.resolve(accessToken),
      onProgress: () => {},
    },
    { orgId: api.ours.id, wabaAccountId: waba },
  );
const named = async (name: string) => {
  const { items } = await api.call('listTemplates', {
    ...as('viewer'),
    query: { search: name, wabaId: waba },
  });
  return items.find((one) => one.name === name) ?? null;
};
const graph = (method: string, path: string, body?: object) =>
  fetch(`${meta.url}/v25.0/${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const decide = (name: string, change: object) =>
  fetch(`${meta.url}/_sim/templates`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, ...change }),
  });

const definition = (name: string) => ({
  wabaId: waba,
  name,
  language: 'en_US',
  category: 'UTILITY',
  components: [
    { type: 'BODY', text: 'Hi {{1}}, your table is ready.', example: { body_text: [['Maya']] } },
    { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Thanks' }] },
  ],
});

describe('reading an account’s templates', () => {
  it('is asked for when an account is connected, and by hand', async () => {
    await api.call('syncTemplates', { ...as('admin'), params: { org: api.ours.id, waba } });
    const rows = await database.sql`
      select count(*)::int as n from private.outbox where topic = 'templateSync' and key = ${waba} and payload ->> 'isUrgent' = 'true'`;
    expect(rows[0]!.n).toBeGreaterThanOrEqual(2);
    const account = async () =>
      (await api.call('listWabas', as('viewer'))).items.find(({ id }) => id === waba)!;
    expect(await account()).toMatchObject({ templatesAreAwaited: true });
    await read();
    expect(await account()).toMatchObject({ templatesAreAwaited: false, templatesError: null });
  });

  it('brings all pages, with what Meta says of each', async () => {
    for (let n = 0; n < 260; n++)
      await graph('POST', `${ACCOUNT}/message_templates`, { ...definition(`many_${n}`), wabaId: undefined });
    expect(await read()).toMatchObject({
      status: 'read',
      templates: 263,
      changed: 260,
      deleted: 0,
      unreadable: 0,
    });
    expect(await read()).toMatchObject({ changed: 0 });
    expect(await named('weekly_offer')).toMatchObject({
      status: 'APPROVED',
      category: 'MARKETING',
      quality: 'UNKNOWN',
      parameterFormat: 'POSITIONAL',
      rejectedReason: null,
    });
  });

  it('says why one was rejected, and when one is gone', async () => {
    await graph('POST', `${ACCOUNT}/message_templates`, { ...definition('hasty'), wabaId: undefined });
    await decide('hasty', { status: 'REJECTED', reason: 'PROMOTIONAL' });
    await read();
    expect(await named('hasty')).toMatchObject({ status: 'REJECTED', rejectedReason: 'PROMOTIONAL' });
    await graph('DELETE', `${ACCOUNT}/message_templates?name=hasty`);
    expect(await read()).toMatchObject({ deleted: 1 });
    expect(await named('hasty')).toBeNull();
    const deleted = await api.call('listTemplates', { ...as('viewer'), query: { status: 'DELETED' } });
    expect(deleted.items.map(({ name }) => name)).toContain('hasty');
  });

  it('leaves alone what was written while it read', async () => {
    await graph('POST', `${ACCOUNT}/message_templates`, { ...definition('quick'), wabaId: undefined });
    await read();
    const api_ = createTemplateApi(meta.url, 'v25.0');
    const slow: typeof api_ = {
      ...api_,
      async *list(...input) {
        for await (const page of api_.list(...input)) {
          // Meta's event comes between its answer and our writing.
          await database.sql`update templates set status = 'PAUSED' where name = 'quick'`;
          yield page;
        }
      },
    };
    await readTemplates(
      { sql: worker, templates: slow, accessToken: () => Promise.resolve(TOKEN), onProgress: () => {} },
      { orgId: api.ours.id, wabaAccountId: waba },
    );
    expect(await named('quick')).toMatchObject({ status: 'PAUSED' });
  });

  it('says on the account that Meta refuses the token', async () => {
    expect(await read('EAAG-expired')).toEqual({ status: 'refused' });
    const { items } = await api.call('listWabas', as('viewer'));
    expect(items.find(({ id }) => id === waba)).toMatchObject({ templatesError: 'token_refused' });
    await read();
  });

  it('falls due once a day for accounts with a token', async () => {
    await database.sql`update waba_accounts set templates_asked_at = now() - case when id = ${waba} then interval '25 hours' else interval '1 hour' end`;
    expect(await queueDueReads(worker)).toBe(1);
    expect(await queueDueReads(worker)).toBe(0);
  });
});

describe('changing templates', () => {
  it('makes one that waits for Meta’s review, changes what was rejected, and deletes it', async () => {
    const made = await api.call('createTemplate', { ...as('admin'), body: definition('table_ready') });
    expect(made).toMatchObject({ status: 'PENDING', category: 'UTILITY', name: 'table_ready' });
    const early = await api.refused('updateTemplate', 409, { ...at(made), body: { category: 'MARKETING' } });
    expect(early.code).toBe('wrong_template_status');

    await decide('table_ready', { status: 'REJECTED', reason: 'INVALID_FORMAT' });
    await read();
    const components = [{ type: 'BODY', text: 'Your table is ready.' }];
    const changed = await api.call('updateTemplate', { ...at(made), body: { components } });
    expect(changed).toMatchObject({ status: 'PENDING', rejectedReason: null, components });

    await api.call('deleteTemplate', at(made));
    expect(await api.call('getTemplate', at(made))).toMatchObject({ status: 'DELETED' });
    await read();
    expect(await named('table_ready')).toBeNull();
  });

  it('says no to what Meta would refuse before it is asked, by field', async () => {
    const { components, ...rest } = definition('wrong');
    const [, buttons] = components;
    const body = { ...rest, name: 'Wrong', components: [{ type: 'BODY', text: 'Hi {{1}}' }, buttons] };
    const problem = await api.refused('createTemplate', 422, { ...as('admin'), body });
    expect(problem.code).toBe('invalid_input');
    expect((problem.errors as { field: string }[]).map(({ field }) => field)).toEqual([
      'name',
      'components.0',
      'components.0',
    ]);
  });

  it('gives Meta’s own reasons a code', async () => {
    const taken = await api.refused('createTemplate', 409, {
      ...as('admin'),
      body: definition('weekly_offer'),
    });
    expect(taken.code).toBe('template_exists');
    const offer = await named('weekly_offer');
    await api.call('deleteTemplate', at(offer!));
    const blocked = await api.refused('createTemplate', 409, {
      ...as('admin'),
      body: definition('weekly_offer'),
    });
    expect(blocked.code).toBe('template_name_blocked');
  });

  it('keeps the category of what is approved', async () => {
    const thanks = await named('thanks_update');
    const problem = await api.refused('updateTemplate', 409, {
      ...at(thanks!),
      body: { category: 'MARKETING' },
    });
    expect(problem.code).toBe('wrong_template_status');
  });

  it('is for who may, and in the audit log', async () => {
    await api.refused('createTemplate', 403, { ...as('viewer'), body: definition('not_mine') });
    const made = await api.call('createTemplate', { ...as('admin'), body: definition('audited') });
    await api.call('deleteTemplate', at(made));
    const entries = await database.sql`
      select action, after ->> 'status' as status from audit_log where subject = 'template' and subject_id = ${made.id} order by id`;
    expect([...entries]).toEqual([
      { action: 'created', status: 'PENDING' },
      { action: 'changed', status: 'DELETED' },
    ]);
  });
});
