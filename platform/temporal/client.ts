/** Temporal's client from the environment, for api and worker. */
import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';

export interface TemporalAddress {
  TEMPORAL_ADDRESS: string;
  TEMPORAL_NAMESPACE: string;
}

/** Connects on first use: while Temporal is away calls fail, not the start. TLS, keys and profiles come by @temporalio/envconfig. */
export function createClient(config: TemporalAddress): Client {
  const { connectionOptions, namespace } = loadClientConnectConfig();
  const connection = Connection.lazy({ address: config.TEMPORAL_ADDRESS, ...connectionOptions });
  return new Client({ connection, namespace: namespace ?? config.TEMPORAL_NAMESPACE });
}
