/**
 * The Temporal workers of this process, kept running: while Temporal is away they are started again until it is back. The relay
 * doesn't wait for them.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import type { Client } from '@temporalio/client';
import type { Logger } from '../../platform/log.ts';
import type { WorkerConfig } from '../../platform/config.ts';
import { taskQueues, type FlowActivities, type SendActivities, type WindowActivities } from '../../workflows/contract.ts';
import { connectWorker, registerSearchAttributes } from './connect.ts';

const RETRY_MS = 1_000;
const workflowsPath = fileURLToPath(new URL('../../workflows/index.ts', import.meta.url));

export interface Workers {
  isReady(): boolean;
  stop(): Promise<void>;
}

export interface WorkerActivities {
  flow: FlowActivities & WindowActivities;
  send: SendActivities;
}

export function startWorkers(config: WorkerConfig, client: Client, activities: WorkerActivities, log: Logger): Workers {
  let stopping = false;
  let ready = false;
  let shutdown: () => void = () => {};
  const bundling = bundleWorkflowCode({ workflowsPath });

  const running = (async () => {
    const workflowBundle = await bundling;
    while (!stopping) {
      try {
        await runOnce(workflowBundle);
      } catch (err) {
        if (!stopping) log.warn({ err }, 'Temporal is not reachable; trying again');
      }
      ready = false;
      if (!stopping) await sleep(RETRY_MS);
    }
  })();

  async function runOnce(workflowBundle: WorkflowBundleWithSourceMap) {
    const { connection, namespace } = await connectWorker(config);
    try {
      await registerSearchAttributes(client);
      const workers = await Promise.all([
        Worker.create({
          connection,
          namespace,
          taskQueue: taskQueues.flow,
          workflowBundle,
          activities: activities.flow,
          maxCachedWorkflows: 1_000,
          maxConcurrentActivityTaskExecutions: 20,
          maxConcurrentLocalActivityExecutions: 20,
          maxConcurrentWorkflowTaskExecutions: 20,
          shutdownGraceTime: '10 seconds',
          shutdownForceTime: '20 seconds',
        }),
        Worker.create({
          connection,
          namespace,
          taskQueue: taskQueues.send,
          activities: activities.send,
          maxConcurrentActivityTaskExecutions: 20,
          shutdownGraceTime: '10 seconds',
          shutdownForceTime: '20 seconds',
        }),
      ]);
      shutdown = () => workers.forEach((worker) => worker.getState() === 'RUNNING' && worker.shutdown());
      if (stopping) return;
      ready = true;
      await Promise.all(workers.map((worker) => worker.run().finally(shutdown)));
    } finally {
      await connection.close().catch(() => {});
    }
  }

  return {
    isReady: () => ready,
    async stop() {
      stopping = true;
      shutdown();
      await running;
    },
  };
}
