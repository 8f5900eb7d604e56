/** Lists of templates that aren't as they should be. A server answers in Meta's place what the simulator never would. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startFlowWorld, type FlowWorld } from '../../local/testing/flow-world.ts';
import { TEST_MASTER_KEY } from '../../local/testing/provided.ts';
import { sealSecret, secretContext } from '../../platform/secrets/envelope.ts';
import { demo } from '../../platform/seed/demo.ts';
import { createTemplateApi } from '../../platform/whatsapp/templates.ts';
import type { TemplateSyncActivities } from '../../workflows/housekeeping-contract.ts';
import type { WorkerContext } from '../context.ts';
import { createTemplateActivities } from './index.ts';

const { orgId, wabaAccountId } = demo;

let world: FlowWorld;
let meta: Server;
let activities: TemplateSyncActivities;
let answer: object;
let tokens: (string | undefined)[];

beforeAll(async () => {
  world = await startFlowWorld();
  meta = createServer((request, response) => {
    tokens.push(request.headers.authorization);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => void meta.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(meta.address() as AddressInfo).port}`;
  const context = { sql: world.sql, masterKey: TEST_MASTER_KEY } as WorkerContext;
  activities = createTemplateActivities(context, createTemplateApi(url, 'v25.0'));
});
afterAll(async () => {
  meta?.close();
  await world?.stop();
});
beforeEach(async () => {
  tokens = [];
  answer = { data: [listed('kept'), listed('other')] };
  await read();
});

const listed = (name: string, change: object = {}) => ({
  ...{ id: `9${name.length}`, name, language: 'en_US', status: 'APPROVED', category: 'UTILITY' },
  ...{ components: [{ type: 'BODY', text: 'Hello' }], ...change },
});
const read = (): Promise<unknown> =>
  new MockActivityEnvironment().run(activities.readTemplates, { orgId, wabaAccountId });
async function statusOf(name: string): Promise<string | undefined> {
  const [row] = await world.database.sql<{ status: string }[]>`
    select status from templates where waba_account_id = ${wabaAccountId} and name = ${name}`;
  return row?.status;
}

it('takes no template for deleted while one on the list can’t be read', async () => {
  answer = { data: [listed('kept'), listed('other', { category: 'SOMETHING_NEW' })] };
  expect(await read()).toMatchObject({ status: 'read', deleted: 0, unreadable: 1 });
  expect(await statusOf('other')).toBe('APPROVED');
  answer = { data: [listed('kept')] };
  expect(await read()).toMatchObject({ deleted: 1, unreadable: 0 });
  expect(await statusOf('other')).toBe('DELETED');
});

it('takes no list for complete that goes on without saying where', async () => {
  answer = { data: [listed('kept')], paging: { next: 'https://graph.facebook.com/next', cursors: {} } };
  await expect(read()).rejects.toMatchObject({ type: 'whatsapp_unavailable' });
  expect(await statusOf('other')).toBe('APPROVED');
});

it('keeps the last of two that are the same', async () => {
  answer = {
    data: [listed('kept', { status: 'PENDING' }), listed('other'), listed('kept', { status: 'PAUSED' })],
  };
  expect(await read()).toMatchObject({ status: 'read', deleted: 0 });
  expect(await statusOf('kept')).toBe('PAUSED');
});

it('asks with the token that was stored a moment ago', async () => {
  await world.database.sql`
    update private.channel_credentials set envelope = ${sealSecret(TEST_MASTER_KEY, secretContext.accessToken(orgId), 'EAAG-new')}
    where waba_account_id = ${wabaAccountId} and kind = 'access_token'`;
  await read();
  expect(tokens.at(-1)).toBe('Bearer EAAG-new');
});
