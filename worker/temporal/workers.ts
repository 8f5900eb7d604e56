/**
 * The Temporal workers of this process, kept running: while Temporal is away they are started again until it is back. The relay
 * doesn't wait for them.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import type { NativeConnection, WorkflowBundlePath } from '@temporalio/worker';
import type { Logger } from '../../platform/log.ts';
import type { CampaignActivities, CampaignSteering } from '../../workflows/campaign-contract.ts';
import {
  taskQueues,
  type CallActivities,
  type FlowActivities,
  type MediaActivities,
  type OutboxActivities,
  type SendActivities,
  type WebhookActivities,
  type WindowActivities,
} from '../../workflows/contract.ts';
import type {
  ContactFileActivities,
  ErasureActivities,
  JobActivities,
  MailActivities,
  PurgeActivities,
  RetentionActivities,
  SweepActivities,
} from '../../workflows/housekeeping-contract.ts';

const RETRY_MS = 1_000;

export interface Workers {
  isReady(): boolean;
  /** A client on the workers' own connection, for starts whose first task comes back with the answer; null while they don't run. */
  client(): Client | null;
  stop(): Promise<void>;
}

export interface WorkerActivities {
  flow: FlowActivities & OutboxActivities & WindowActivities & CampaignSteering;
  send: SendActivities;
  http: CallActivities;
  media: MediaActivities;
  webhooks: WebhookActivities;
  campaign: CampaignActivities;
  housekeeping: SweepActivities &
    JobActivities &
    MailActivities &
    PurgeActivities &
    ErasureActivities &
    ContactFileActivities &
    RetentionActivities;
}

export interface WorkersOptions {
  /** Fails while Temporal is away; it is called again then. */
  connect(): Promise<{ connection: NativeConnection; namespace: string }>;
  /** Adds what the namespace must know before the first workflow. */
  register(): Promise<void>;
  activities: WorkerActivities;
  log: Logger;
  /** File of the bundled workflow code. */
  bundlePath(): Promise<string>;
}

export function startWorkers({ connect, register, activities, log, bundlePath }: WorkersOptions): Workers {
  let stopping = false;
  let ready = false;
  let client: Client | null = null;
  let shutdown: () => void = () => {};

  const running = (async () => {
    while (!stopping) {
      try {
        await runOnce({ codePath: await bundlePath() });
      } catch (err) {
        if (!stopping) log.warn({ err }, 'Temporal is not reachable; trying again');
      }
      ready = false;
      client = null;
      if (!stopping) await sleep(RETRY_MS);
    }
  })();

  async function runOnce(workflowBundle: WorkflowBundlePath) {
    const { connection, namespace } = await connect();
    const activityWorker = (queue: Exclude<keyof WorkerActivities, 'flow'>, atOnce: number) =>
      Worker.create({
        connection,
        namespace,
        taskQueue: taskQueues[queue],
        activities: activities[queue],
        maxConcurrentActivityTaskPolls: queue === 'send' ? 2 : 1,
        maxConcurrentActivityTaskExecutions: atOnce,
        shutdownGraceTime: '4 seconds',
        shutdownForceTime: '6 seconds',
      });
    try {
      await register();
      const workers = await Promise.all([
        Worker.create({
          connection,
          namespace,
          taskQueue: taskQueues.flow,
          workflowBundle,
          activities: activities.flow,
          maxCachedWorkflows: 250,
          // After a crash a run waits this long for the worker that had it in memory.
          stickyQueueScheduleToStartTimeout: '5 seconds',
          maxConcurrentActivityTaskExecutions: 20,
          maxConcurrentLocalActivityExecutions: 20,
          // More than tasks that are polled for: a start brings its first task along only where a slot is free.
          maxConcurrentWorkflowTaskExecutions: 100,
          maxConcurrentWorkflowTaskPolls: 4,
          maxConcurrentActivityTaskPolls: 2,
          shutdownGraceTime: '4 seconds',
          shutdownForceTime: '6 seconds',
        }),
        activityWorker('send', 20),
        activityWorker('http', 20),
        activityWorker('media', 6),
        activityWorker('webhooks', 20),
        // Each works on one campaign, for a minute at most.
        activityWorker('campaign', 10),
        activityWorker('housekeeping', 6),
      ]);
      shutdown = () => workers.forEach((worker) => worker.getState() === 'RUNNING' && worker.shutdown());
      if (stopping) return;
      ready = true;
      client = new Client({ connection, namespace });
      await Promise.all(workers.map((worker) => worker.run().finally(shutdown)));
    } finally {
      await connection.close().catch(() => {});
    }
  }

  return {
    isReady: () => ready,
    client: () => client,
    async stop() {
      stopping = true;
      client = null;
      shutdown();
      await running;
    },
  };
}
