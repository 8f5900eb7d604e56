/**
 * The Temporal workers of this process, kept running: while Temporal is away they are started again until it is back. The relay
 * doesn't wait for them.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import type { NativeConnection, WorkflowBundleWithSourceMap } from '@temporalio/worker';
import type { Logger } from '../../platform/log.ts';
import {
  taskQueues,
  type FlowActivities,
  type OutboxActivities,
  type SendActivities,
  type WindowActivities,
} from '../../workflows/contract.ts';

const RETRY_MS = 1_000;
const workflowsPath = fileURLToPath(new URL('../../workflows/index.ts', import.meta.url));

export interface Workers {
  isReady(): boolean;
  stop(): Promise<void>;
}

export interface WorkerActivities {
  flow: FlowActivities & OutboxActivities & WindowActivities;
  send: SendActivities;
}

/** Builds the workflow code once; takes seconds, so tests share one. */
export function bundleWorkflows(): Promise<WorkflowBundleWithSourceMap> {
  // The bundler tells its whole life at info.
  return bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
}

export interface WorkersOptions {
  /** Fails while Temporal is away; it is called again then. */
  connect(): Promise<{ connection: NativeConnection; namespace: string }>;
  /** Adds what the namespace must know before the first workflow. */
  register(): Promise<void>;
  activities: WorkerActivities;
  log: Logger;
  workflowBundle?: WorkflowBundleWithSourceMap;
}

export function startWorkers({ connect, register, activities, log, ...options }: WorkersOptions): Workers {
  let stopping = false;
  let ready = false;
  let shutdown: () => void = () => {};
  const bundling = options.workflowBundle ?? bundleWorkflows();

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
    const { connection, namespace } = await connect();
    try {
      await register();
      const workers = await Promise.all([
        Worker.create({
          connection,
          namespace,
          taskQueue: taskQueues.flow,
          workflowBundle,
          activities: activities.flow,
          maxCachedWorkflows: 1_000,
          // After a crash a run waits this long for the worker that had it in memory.
          stickyQueueScheduleToStartTimeout: '5 seconds',
          maxConcurrentActivityTaskExecutions: 20,
          maxConcurrentLocalActivityExecutions: 20,
          maxConcurrentWorkflowTaskExecutions: 20,
          shutdownGraceTime: '4 seconds',
          shutdownForceTime: '6 seconds',
        }),
        Worker.create({
          connection,
          namespace,
          taskQueue: taskQueues.send,
          activities: activities.send,
          maxConcurrentActivityTaskExecutions: 20,
          shutdownGraceTime: '4 seconds',
          shutdownForceTime: '6 seconds',
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
