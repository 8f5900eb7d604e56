import { Client, Connection } from '@temporalio/client';
import type { Stack } from '../local/testing/stack.ts';

/** Of the stack's own namespace; `client.connection.close()` ends it. */
export async function temporalClient({ temporal }: Stack): Promise<Client> {
  const connection = await Connection.connect({ address: temporal.address });
  return new Client({ connection, namespace: temporal.namespace });
}
