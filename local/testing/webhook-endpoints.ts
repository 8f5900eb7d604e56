/** Endpoints of customers in a test: a real server, and what is sent there. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { SubscribableEvent } from '../../core/api/webhook-event-types.ts';
import type { WebhookPayload } from '../../core/api/webhook-events.ts';
import type { TestDatabase } from './database.ts';
import { TEST_MASTER_KEY } from './provided.ts';
import type { Sql } from '../../platform/db/pool.ts';
import { createHttpClient } from '../../platform/http/client.ts';
import {
  startLocalServer,
  type LocalServer,
  type SeenRequest,
} from '../../platform/http/testing/local-server.ts';
import { createLogger } from '../../platform/log.ts';
import { sealSecret, secretContext } from '../../platform/secrets/envelope.ts';
import type { WebhookReport } from '../../workflows/contract.ts';
import type { WorkerContext } from '../../worker/context.ts';
import { drain } from '../../worker/webhooks/drain.ts';

export interface TestEndpoint {
  id: string;
  /** The newest one. */
  secret: string;
  /** One run of the activity; it waits for nothing new. `workMs` is long enough for all, unless it is given. */
  send(workMs?: number): Promise<WebhookReport>;
  seen(): SeenRequest[];
  /** What was told, in the order in which it came. */
  told(): WebhookPayload[];
  rotate(): Promise<void>;
}

export interface Endpoints {
  server: LocalServer;
  /** As the worker's parts have it; nothing is dispatched. */
  context: WorkerContext;
  add(orgId: string, events: SubscribableEvent[], url?: string): Promise<TestEndpoint>;
  stop(): Promise<void>;
}

/** @param sql as the worker logs in */
export async function startEndpoints({ sql: admin }: TestDatabase, sql: Sql): Promise<Endpoints> {
  const server = await startLocalServer();
  const http = createHttpClient({ allowedPrivateHosts: [server.host] });
  const log = createLogger('test', 'silent');
  // NOTE: neither sends messages nor knows suppressions.
  const context = {
    sql,
    lazySql: sql,
    log,
    masterKey: TEST_MASTER_KEY,
    dispatchSoon() {},
  } as unknown as WorkerContext;
  const seal = (orgId: string, id: string, secret: string) =>
    sealSecret(TEST_MASTER_KEY, secretContext.webhookSecret(orgId, id), secret);
  const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;

  return {
    server,
    context,
    async add(orgId, events, url) {
      const id = randomUUID();
      const secret = newSecret();
      await admin`
        insert into webhook_endpoints (id, org_id, url, events) values (${id}, ${orgId}, ${url ?? `${server.url}/${id}`}, ${events})`;
      await admin`
        insert into private.webhook_secrets (endpoint_id, org_id, envelope) values (${id}, ${orgId}, ${seal(orgId, id, secret)})`;
      const seen = () => server.seen.filter(({ path }) => path === `/${id}`);
      const endpoint: TestEndpoint = {
        id,
        secret,
        send: (workMs = 60_000) => sendDue({ orgId, endpointId: id }, workMs),
        seen,
        told: () => seen().map(({ body }) => JSON.parse(body) as WebhookPayload),
        async rotate() {
          endpoint.secret = newSecret();
          await admin`
            update private.webhook_secrets set previous_envelope = envelope, previous_until = now() + interval '1 day',
              envelope = ${seal(orgId, id, endpoint.secret)}
            where endpoint_id = ${id}`;
        },
      };
      return endpoint;
    },
    stop: () => server.stop(),
  };

  function sendDue(input: { orgId: string; endpointId: string }, workMs: number): Promise<WebhookReport> {
    const { signal } = new AbortController();
    return drain(context, input, { http, signal, workMs, lingerMs: 0 });
  }
}
