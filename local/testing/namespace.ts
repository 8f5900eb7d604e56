import { randomBytes } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { waitUntil } from '../process/wait.ts';

const RETENTION_SECONDS = 24 * 60 * 60;

/** Makes a namespace with a name of its own and answers the name when it can be used. */
export async function createNamespace(address: string): Promise<string> {
  const namespace = `test-${randomBytes(6).toString('hex')}`;
  const connection = await Connection.connect({ address });
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: RETENTION_SECONDS as never },
    });
    // The server's parts keep namespaces in memory and learn of a new one a little later.
    await waitUntil(
      async () => {
        await connection.workflowService.listWorkflowExecutions({ namespace, pageSize: 1 });
        await connection.operatorService.listSearchAttributes({ namespace });
        return true;
      },
      { timeoutMs: 30_000, what: `the Temporal namespace ${namespace}` },
    );
    return namespace;
  } finally {
    await connection.close();
  }
}
