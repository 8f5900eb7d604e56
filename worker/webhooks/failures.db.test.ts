/** What becomes of deliveries and endpoints that fail, on a real database against a real server. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WebhookAttempt } from '../../core/api/webhooks.ts';
import { startMailbox } from '../../local/mailbox/mailbox.ts';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { TEST_MASTER_KEY } from '../../local/testing/provided.ts';
import { createPool, type Sql } from '../../platform/db/pool.ts';
import { createMailer } from '../../platform/mail/mailer.ts';
import { demo } from '../../platform/seed/demo.ts';
import { createMailActivities } from '../mail/send-mail.ts';
import { thinOut } from '../sweeper/thin-out.ts';
import { forgetWebhooksOf } from './forget.ts';
import { startEndpoints, type Endpoints, type TestEndpoint } from '../../local/testing/webhook-endpoints.ts';

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
  endpoint = await endpoints.add(demo.orgId, ['contact.created']);
  answers(200);
});

describe('a delivery', () => {
  it('that is refused waits for its next attempt, which the sender is told of', async () => {
    answers(503);
    await contact();
    const report = await endpoint.send();
    const [{ status, nextAt, log } = never] = await deliveries();
    expect(status).toBe('pending');
    expect(log).toMatchObject([{ status: 503, error: 'http_status' }]);
    expect(report).toMatchObject({ next: 'sleep', wakeAt: nextAt.toISOString() });
    expect(await endpoint.send()).toMatchObject({ next: 'sleep' });
    expect(endpoint.seen()).toHaveLength(1);
  });

  it('is sent again for three days, with the last thirty attempts kept', async () => {
    answers(500);
    await contact();
    for (let n = 0; n < 32; n += 1) {
      await endpoint.send();
      await makeDue();
    }
    const [pending = never] = await deliveries();
    expect([pending.status, pending.attempts, pending.log.length]).toEqual(['pending', 32, 30]);
    await database.sql`update webhook_deliveries set give_up_at = now()`;
    await endpoint.send();
    expect((await deliveries())[0]).toMatchObject({ status: 'failed', attempts: 32 });
    expect(endpoint.seen()).toHaveLength(32);
  });

  it.each([
    [301, 'http_status'],
    [404, 'http_status'],
    [429, 'http_status'],
  ])('that is answered %i has not been taken', async (status, error) => {
    endpoints.server.answer((response) => response.writeHead(status, { location: `/elsewhere` }).end());
    await contact();
    await endpoint.send();
    expect((await deliveries())[0]).toMatchObject({ status: 'pending', log: [{ status, error }] });
    expect(endpoints.server.seen.some(({ path }) => path === '/elsewhere')).toBe(false);
  });

  it('to an address inside is refused without a connection', async () => {
    const inside = await endpoints.add(demo.orgId, ['contact.created'], 'https://127.0.0.1:1/');
    await contact();
    await inside.send();
    const [row] = await database.sql`select log from webhook_deliveries where endpoint_id = ${inside.id}`;
    expect(row!.log).toMatchObject([{ status: null, error: 'address_refused' }]);
  });

  it('of which a hundred are due goes out eight at a time, each once', async () => {
    let [open, most] = [0, 0];
    endpoints.server.answer((response) => {
      most = Math.max(most, (open += 1));
      setImmediate(() => {
        open -= 1;
        response.writeHead(200).end();
      });
    });
    await database.sql`insert into contacts (org_id) select ${demo.orgId} from generate_series(1, 100)`;
    expect(await endpoint.send()).toMatchObject({ next: 'end' });
    expect(new Set(endpoint.told().map(({ id }) => id)).size).toBe(100);
    expect(endpoint.seen()).toHaveLength(100);
    expect(most).toBeLessThanOrEqual(8);
  });

  it('is left for the next round when those before it about the same person took all the time', async () => {
    await contact();
    await database.sql`
      insert into webhook_deliveries (org_id, endpoint_id, type, subject_id)
      select org_id, endpoint_id, type, subject_id from webhook_deliveries, generate_series(1, 9)`;
    const workMs = 1_000;
    const overAtMs = Date.now() + workMs + 50;
    endpoints.server.answer((response) => {
      setTimeout(() => response.writeHead(200).end(), Math.max(0, overAtMs - Date.now()));
    });
    expect(await endpoint.send(workMs)).toMatchObject({ next: 'again' });
    expect(endpoint.seen()).toHaveLength(1);
    expect(await endpoint.send()).toMatchObject({ next: 'end' });
    expect(endpoint.seen()).toHaveLength(10);
  });
});

describe('an endpoint', () => {
  it('that fails five times in a row is left alone, then tried by one delivery, then gets everything', async () => {
    answers(500);
    await database.sql`insert into contacts (org_id) select ${demo.orgId} from generate_series(1, 60)`;
    expect(await endpoint.send()).toMatchObject({ next: 'sleep' });
    const before = endpoint.seen().length;
    expect(before).toBeLessThan(5 + 8);
    const [paused] = await database.sql`
      select resumes_at - clock_timestamp() <= interval '30 seconds' as "isShort" from webhook_endpoints`;
    expect(paused!.isShort).toBe(true);
    await endpoint.send();
    expect(endpoint.seen()).toHaveLength(before);
    await database.sql`update webhook_endpoints set resumes_at = now()`;
    await endpoint.send();
    expect(endpoint.seen()).toHaveLength(before + 1);
    answers(200);
    await database.sql`update webhook_endpoints set resumes_at = now()`;
    await makeDue();
    expect(await endpoint.send()).toMatchObject({ next: 'end' });
    expect(await state()).toMatchObject({ failures: 0, failingSince: null, resumesAt: null });
    expect((await deliveries()).every(({ status }) => status === 'delivered')).toBe(true);
  });

  it('that failed is not called again, now or later, when nothing waits for it any more', async () => {
    answers(500);
    await database.sql`insert into contacts (org_id) select ${demo.orgId} from generate_series(1, 8)`;
    await endpoint.send();
    await database.sql`update webhook_deliveries set status = 'failed', ended_at = now()`;
    for (const resumesIn of ['-1 minute', '1 minute']) {
      await database.sql`update webhook_endpoints set resumes_at = now() + ${resumesIn}::interval`;
      expect(await endpoint.send()).toMatchObject({ next: 'end', wakeAt: null });
    }
  });

  it('that fails for five days is disabled, and its admins get a mail, once', async () => {
    answers(500);
    await contact();
    await database.sql`update webhook_endpoints set failures = 12, failing_since = now() - interval '5 days 1 minute'`;
    await endpoint.send();
    expect(await state()).toMatchObject({ enabled: false, reason: 'failing' });
    expect(await endpoint.send()).toMatchObject({ next: 'end' });
    const mailbox = await startMailbox({ smtpPort: 0, httpPort: 0 });
    const { sendMail } = createMailActivities({
      ...{ sql, masterKey: TEST_MASTER_KEY, studioUrl: 'https://studio.test' },
      mailer: createMailer(`smtp://127.0.0.1:${mailbox.smtpPort}`, 'Parley <hello@parley.test>'),
    });
    const [row] = await sql<{ key: string; payload: { number: number } }[]>`
      select key, payload from private.outbox where topic = 'mail' and key = ${endpoint.id}`;
    const input = {
      orgId: demo.orgId,
      kind: 'webhookDisabled' as const,
      id: row!.key,
      number: row!.payload.number,
    };
    expect(await sendMail(input)).toEqual({ status: 'sent' });
    expect(await sendMail(input)).toEqual({ status: 'obsolete' });
    const mails = mailbox.messages();
    await mailbox.close();
    expect(mails).toHaveLength(1);
    expect(mails[0]!.to).toContain('owner@demo.test');
    expect(mails[0]!.to).not.toContain('agent@demo.test');
    expect(mails[0]!.text).toContain('https://studio.test/settings/webhooks');
    const [entry] = await database.sql`
      select actor_kind as by, workflow_id as "workflowId" from audit_log
      where subject = 'webhookEndpoint' and subject_id = ${endpoint.id} and action = 'changed'`;
    expect(entry).toEqual({ by: 'system', workflowId: `webhooks/${demo.orgId}/${endpoint.id}` });
  });

  it('that is gone is disabled at once, and begins anew when it is enabled', async () => {
    answers(410);
    await contact();
    await endpoint.send();
    expect(await state()).toMatchObject({ enabled: false, reason: 'gone' });
    await database.sql`update webhook_endpoints set enabled = true`;
    expect(await state()).toMatchObject({ enabled: true, reason: null, failures: 0 });
  });

  it('of an organisation that is being deleted is sent nothing, and what it was to be sent is forgotten', async () => {
    await contact();
    await database.sql`update organizations set deleted_at = now() where id = ${demo.orgId}`;
    expect(await endpoint.send()).toMatchObject({ next: 'end' });
    expect(await forgetWebhooksOf(sql, demo.orgId, 100)).toBe(true);
    expect(await forgetWebhooksOf(sql, demo.orgId, 100)).toBe(false);
    await database.sql`update organizations set deleted_at = null where id = ${demo.orgId}`;
    expect(endpoint.seen()).toEqual([]);
  });
});

it('the sweeper forgets what is old, what was for a deleted endpoint, and gives up what waited for a disabled one', async () => {
  for (let n = 0; n < 3; n += 1) await contact();
  const [old, overdue, kept] = await deliveries();
  await database.sql`update webhook_deliveries set created_at = now() - interval '31 days' where id = ${old!.id}`;
  await database.sql`update webhook_deliveries set give_up_at = now() - interval '1 second' where id = ${overdue!.id}`;
  const retention = { deliveryDays: 30, contactEventDays: 730 };
  await thinOut(sql, new Date(), retention);
  expect((await deliveries()).map(({ id, status }) => [id, status])).toEqual([
    [overdue!.id, 'failed'],
    [kept!.id, 'pending'],
  ]);
  await database.sql`delete from webhook_endpoints`;
  await thinOut(sql, new Date(), retention);
  expect((await deliveries()).map(({ id }) => id)).toEqual([overdue!.id]);
});

interface Row {
  id: string;
  status: string;
  attempts: number;
  nextAt: Date;
  log: WebhookAttempt[];
}

const never: Row = { id: '', status: '', attempts: -1, nextAt: new Date(0), log: [] };

async function deliveries(): Promise<Row[]> {
  const rows = await sql<Row[]>`
    select id, status, attempts, next_attempt_at as "nextAt", log from webhook_deliveries order by seq`;
  return [...rows];
}

async function state() {
  const [row] = await sql`
    select enabled, disabled_reason as reason, failures, failing_since as "failingSince", resumes_at as "resumesAt"
    from webhook_endpoints where id = ${endpoint.id}`;
  return row;
}

function contact() {
  return database.sql`insert into contacts (org_id) values (${demo.orgId})`;
}

/** As if the time of the next attempt had come. */
function makeDue() {
  return database.sql`
    with woken as (update webhook_endpoints set resumes_at = null)
    update webhook_deliveries set next_attempt_at = now() where status = 'pending'`;
}

function answers(status: number): void {
  endpoints.server.answer((response) => response.writeHead(status).end());
}
