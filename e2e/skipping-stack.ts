/**
 * The worker's own parts in this process on Temporal's time-skipping test server: days pass in seconds. Real Postgres, real
 * simulator; deliveries are handed to the relay's batch directly, with the time that the test's clock shows.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import type { Sql } from 'postgres';
import { ensureTestServer } from '../local/temporal/test-server.ts';
import { createDatabase } from '../local/testing/database.ts';
import { TEST_MASTER_KEY } from '../local/testing/provided.ts';
import { simulatorClient, type SimulatorClient } from '../local/testing/simulator-client.ts';
import { createPool } from '../platform/db/pool.ts';
import { createMailer } from '../platform/mail/mailer.ts';
import { createHttpClient } from '../platform/http/client.ts';
import { createLogger } from '../platform/log.ts';
import { createSuppressionKeys } from '../platform/secrets/suppression.ts';
import { createStorage } from '../platform/storage/storage.ts';
import { createMediaSource } from '../platform/whatsapp/media.ts';
import { createTemplateApi } from '../platform/whatsapp/templates.ts';
import { createCloudApi } from '../platform/whatsapp/cloud-api.ts';
import { startSimulator } from '../simulator/server.ts';
import { createActivities } from '../worker/activities/index.ts';
import type { WorkerContext } from '../worker/context.ts';
import { startDispatcher } from '../worker/dispatcher/dispatcher.ts';
import { createGate } from '../worker/gate/gate.ts';
import { startHousekeeping } from '../worker/housekeeping.ts';
import { createAssetCache } from '../worker/relay/numbers.ts';
import { processBatch } from '../worker/relay/process-batch.ts';
import { ensureWorkflowBundle } from '../worker/temporal/bundle.ts';
import { addSearchAttributes } from '../worker/temporal/connect.ts';
import { startWorkers } from '../worker/temporal/workers.ts';

export interface SkippingStack {
  sql: Sql;
  simulator: SimulatorClient;
  env: TestWorkflowEnvironment;
  /** Time passes, and everything that falls due in it happens. */
  skip(duration: string): Promise<void>;
  now(): Promise<Date>;
  /** A person's message arrives at the test's time. */
  receive(body: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startSkippingStack(): Promise<SkippingStack> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const [serverPath, database] = await Promise.all([ensureTestServer(), createDatabase()]);
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: serverPath } },
  });
  const sink = await startSink();
  const simulator = await startSimulator({ port: 0, webhookUrl: sink.url });
  // The simulator lives in real time and would find every window open or closed by that.
  await simulatorClient(simulator.url).settings({ windowCheck: 'off' });
  const log = createLogger('worker', process.env.LOG_LEVEL ?? 'error');
  const sql = createPool(database.workerUrl, { max: 8, applicationName: 'parley test' });
  // This server can't list them, which is how a worker finds out what is missing.
  await addSearchAttributes(env.client);
  const register = () => Promise.resolve();
  const dispatcher = startDispatcher({ sql, client: env.client, workersClient: () => null, register, log });
  const context: WorkerContext = {
    sql,
    lazySql: sql,
    cloudApi: createCloudApi(simulator.url, 'v25.0'),
    log,
    masterKey: TEST_MASTER_KEY,
    suppressionKeys: createSuppressionKeys(TEST_MASTER_KEY),
    dispatchSoon: dispatcher.dispatchSoon,
  };
  const workers = startWorkers({
    connect: async () => ({
      connection: await NativeConnection.connect({ address: env.address }),
      namespace: env.namespace ?? 'default',
    }),
    register,
    activities: createActivities(context, createGate(context), {
      http: createHttpClient({ allowedPrivateHosts: [] }),
      storage: createStorage({ url: undefined, secretKey: undefined }),
      mediaSource: createMediaSource(simulator.url, 'v25.0'),
      templates: createTemplateApi(simulator.url, 'v25.0'),
      mailer: createMailer(undefined, 'test@localhost'),
      studioUrl: 'http://studio.test',
      retention: { deliveryDays: 30, contactEventDays: 90 },
      pace: { startsPerSecond: 100, wakesPerSecond: 100 },
      stopping: new AbortController().signal,
    }),
    bundlePath: ensureWorkflowBundle,
    log,
  });
  const housekeeping = startHousekeeping(context);
  const assets = createAssetCache(sql, context.suppressionKeys);
  const now = async () => new Date(await env.currentTimeMs());

  return {
    sql: database.sql,
    simulator: simulatorClient(simulator.url),
    env,
    now,
    async skip(duration) {
      await env.sleep(duration);
    },
    async receive(body) {
      const delivery = { id: 0, appKey: 'default', receivedAt: await now(), body: Buffer.from(body) };
      context.dispatchSoon(await processBatch(sql, log, assets, [delivery]));
    },
    async stop() {
      await Promise.allSettled([housekeeping.stop(), workers.stop()]);
      await dispatcher.stop();
      await Promise.allSettled([
        context.cloudApi.close(),
        sql.end({ timeout: 2 }),
        simulator.close(),
        sink.close(),
      ]);
      await env.teardown();
      await database.drop();
    },
  };
}

/** Takes the simulator's webhooks, which tell real times that mean nothing here. */
async function startSink() {
  const server = createServer((_request, response) => response.end('ok'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
