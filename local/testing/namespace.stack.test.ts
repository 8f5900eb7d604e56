import { Client, Connection } from '@temporalio/client';
import { describe, expect, inject, it } from 'vitest';
import { createNamespace } from './namespace.ts';
import './provided.ts';

describe('createNamespace', () => {
  it('gives a namespace in which workflows can be started at once, apart from others', async () => {
    const { address } = inject('temporal');
    const [one, two] = await Promise.all([createNamespace(address), createNamespace(address)]);
    const connection = await Connection.connect({ address });
    const client = new Client({ connection, namespace: one });
    const handle = await client.workflow.start('nothing', { workflowId: 'w', taskQueue: 'none' });
    expect((await handle.describe()).status.name).toBe('RUNNING');
    const elsewhere = new Client({ connection, namespace: two });
    await expect(elsewhere.workflow.getHandle('w').describe()).rejects.toThrow(/not found/i);
    await connection.close();
  });
});
