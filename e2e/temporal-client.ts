import { Client, Connection } from '@temporalio/client';
import type { Stack } from '../local/testing/stack.ts';

/** Of the stack's own namespace; it ends with the stack. */
export async function temporalClient({ temporal, onStop }: Stack): Promise<Client> {
  const connection = await Connection.connect({ address: temporal.address });
  onStop(() => connection.close());
  return new Client({ connection, namespace: temporal.namespace });
}
