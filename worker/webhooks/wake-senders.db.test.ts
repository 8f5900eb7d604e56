/** When a sender is woken, on a real database; Temporal's taking what there is for it is played by the test. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { startEndpoints, type Endpoints, type TestEndpoint } from '../../local/testing/webhook-endpoints.ts';
import { createPool, type Sql } from '../../platform/db/pool.ts';
import { demo } from '../../platform/seed/demo.ts';
import { wakeWebhookSenders } from './wake-senders.ts';

let database: TestDatabase;
let sql: Sql;
let endpoints: Endpoints;
let endpoint: TestEndpoint;

beforeAll(async () => {
  database = await createDatabase();
  sql = createPool(database.workerUrl, { max: 4, applicationName: 'test' });
  endpoints = await startEndpoints(database, sql);
});
afterAll(async () => {
  await endpoints?.stop();
  await sql?.end({ timeout: 1 });
  await database?.drop();
});
beforeEach(async () => {
  await database.sql`delete from webhook_endpoints`;
  await database.sql`delete from webhook_deliveries`;
  await handOver();
  endpoint = await endpoints.add(demo.orgId, ['contact.created']);
  endpoints.server.answer((response) => response.writeHead(500).end());
});

describe('a sender', () => {
  it('is woken once for all that came, not again while one is at work, and not for what is tried again later', async () => {
    expect(await wakes()).toEqual([]);
    await contact();
    await contact();
    expect(await wakes()).toEqual([endpoint.id]);
    expect(await wakes()).toEqual([]);
    await handOver();
    await endpoint.send();
    await makeDue();
    expect(await wakes()).toEqual([]);
    await contact();
    expect(await wakes()).toEqual([endpoint.id]);
  });

  it('is not woken again while the first word to it is still on its way to Temporal', async () => {
    await contact();
    expect(await wakes()).toEqual([endpoint.id]);
    await database.sql`update webhook_endpoints set leased_until = now() - interval '1 second'`;
    expect(await wakes()).toEqual([]);
    await handOver();
    expect(await wakes()).toEqual([endpoint.id]);
  });

  it('that forgot an attempt for a minute is woken all the same', async () => {
    await contact();
    await endpoint.send();
    await database.sql`update webhook_deliveries set next_attempt_at = now() - interval '61 seconds'`;
    expect(await wakes()).toEqual([endpoint.id]);
  });
});

/** As if the time of the next attempt had come. */
function makeDue() {
  return database.sql`
    with woken as (update webhook_endpoints set resumes_at = null)
    update webhook_deliveries set next_attempt_at = now() where status = 'pending'`;
}

function contact() {
  return database.sql`insert into contacts (org_id) values (${demo.orgId})`;
}

/** As if Temporal had taken what there is for it. */
function handOver() {
  return database.sql`delete from private.outbox`;
}

async function wakes(): Promise<string[]> {
  const woken: string[] = [];
  await wakeWebhookSenders({
    ...endpoints.context,
    dispatchSoon: (rows) => woken.push(...rows.map(({ key }) => key)),
  });
  return woken;
}
