/** Temporal connections from the environment, and what must be registered before the first workflow starts. */
import type { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';
import proto from '@temporalio/proto';
import type { WorkerConfig } from '../../platform/config.ts';
import { searchAttributes } from '../../workflows/contract.ts';

/** @throws when the server can't be reached within a few seconds */
export async function connectWorker(
  config: WorkerConfig,
): Promise<{ connection: NativeConnection; namespace: string }> {
  const { connectionOptions, namespace } = loadClientConnectConfig();
  const connection = await NativeConnection.connect({
    address: config.TEMPORAL_ADDRESS,
    // Compression costs more than a copy on the same machine (measured: a tenth of the worker's CPU per turn).
    ...(isLoopback(config.TEMPORAL_ADDRESS) ? { grpcCompression: { codec: 'none' as const } } : {}),
    ...connectionOptions,
  });
  return { connection, namespace: namespace ?? config.TEMPORAL_NAMESPACE };
}

function isLoopback(address: string): boolean {
  return /^(127\.|localhost:|\[::1\])/.test(address);
}

/** Makes sure, once per process, that the search attributes exist: a start that names a missing one is refused. */
export function createRegistration(client: Client): () => Promise<void> {
  let isDone = false;
  return async () => {
    if (isDone) return;
    await registerSearchAttributes(client);
    isDone = true;
  };
}

async function registerSearchAttributes(client: Client): Promise<void> {
  const { operatorService } = client.connection as Connection;
  const { customAttributes } = await operatorService.listSearchAttributes({
    namespace: client.options.namespace,
  });
  const missing = attributeNames.filter((name) => !(name in customAttributes));
  if (missing.length > 0) await addSearchAttributes(client, missing);
}

const attributeNames = Object.values(searchAttributes).map(({ name }) => name);

/** @throws when one of them exists already */
export async function addSearchAttributes(client: Client, names: string[] = attributeNames): Promise<void> {
  const { operatorService } = client.connection as Connection;
  const keyword = proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
  await operatorService.addSearchAttributes({
    namespace: client.options.namespace,
    searchAttributes: Object.fromEntries(names.map((name) => [name, keyword])),
  });
}
