import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { describe, expect, inject, it } from 'vitest';
import { freePorts } from '../process/ports.ts';
import { ownTemporal } from './own-temporal.ts';
import './provided.ts';

describe('ownTemporal', () => {
  it('still has its workflows after kill -9 and a new start', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-own-temporal-'));
    const [port = 0] = await freePorts(1);
    const server = ownTemporal({ folder, port, cliPath: inject('temporal').cliPath });
    await server.start();
    const connection = await Connection.connect({ address: server.address });
    const client = new Client({ connection, namespace: server.namespace });
    await client.workflow.start('nothing', { workflowId: 'w', taskQueue: 'none' });

    await server.kill();
    expect(server.pid).toBeUndefined();
    await server.start();

    expect((await client.workflow.getHandle('w').describe()).status.name).toBe('RUNNING');
    await connection.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
});
