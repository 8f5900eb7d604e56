/** Relay and turns on a real database with a real simulator behind the gate; Temporal is played by the test. */
import { createPool, type Sql } from '../../platform/db/pool.ts';
import { createLogger } from '../../platform/log.ts';
import { createCloudApi } from '../../platform/whatsapp/cloud-api.ts';
import { createSuppressionKeys } from '../../platform/secrets/suppression.ts';
import { startSimulator } from '../../simulator/server.ts';
import type { OutboxRow } from '../../worker/dispatcher/outbox.ts';
import { createGate, type Gate } from '../../worker/gate/gate.ts';
import { createAssetCache } from '../../worker/relay/numbers.ts';
import { processBatch } from '../../worker/relay/process-batch.ts';
import { createTurn } from '../../worker/turn/turn.ts';
import { createDatabase, type TestDatabase } from './database.ts';
import { TEST_MASTER_KEY } from './provided.ts';
import { simulatorClient, type SimulatorClient } from './simulator-client.ts';

export interface TurnRig {
  database: TestDatabase;
  /** As the worker. */
  sql: Sql;
  simulator: SimulatorClient;
  gate: Gate;
  turn: ReturnType<typeof createTurn>;
  /** A delivery through the relay's batch; answers with the workflows to wake. */
  receive(body: string): Promise<OutboxRow[]>;
  stop(): Promise<void>;
}

export async function startTurnRig(): Promise<TurnRig> {
  const database = await createDatabase();
  // Its statuses go nowhere: these tests make their own.
  const server = await startSimulator({ port: 0, webhookUrl: 'http://127.0.0.1:9/' });
  const simulator = simulatorClient(server.url);
  await simulator.settings({ windowCheck: 'off', throughput: 0, pairLimit: false });
  const log = createLogger('test', 'silent');
  const sql = createPool(database.workerUrl, { max: 8, applicationName: 'test' });
  const cloudApi = createCloudApi(server.url, 'v25.0');
  const suppressionKeys = createSuppressionKeys(TEST_MASTER_KEY);
  const context = {
    ...{ sql, lazySql: sql, log, masterKey: TEST_MASTER_KEY, suppressionKeys, cloudApi },
    dispatchSoon() {},
  };
  const gate = createGate(context);
  let deliveries = 0;
  return {
    database,
    sql,
    simulator,
    gate,
    turn: createTurn(context, gate),
    async receive(body) {
      deliveries += 1;
      const delivery = { id: deliveries, appKey: 'default', receivedAt: new Date(), body: Buffer.from(body) };
      return processBatch(sql, log, createAssetCache(sql, suppressionKeys), [delivery]);
    },
    async stop() {
      await sql.end({ timeout: 1 });
      await server.close();
      await database.drop();
    },
  };
}
