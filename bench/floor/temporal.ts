/**
 * The floor of turns: a fixed number of bare workflows, each signalled again as soon as its activity has run. Worker and client in
 * one process, as in the product. POST /run {loops, durationMs} -> {perSecond}; POST /start {count} -> {perSecond} for starting
 * workflows that only sleep.
 */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { activityInfo } from '@temporalio/activity';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import express from 'express';
import { setTimeout as sleep } from 'node:timers/promises';
import { bareLoop, bareSleeper, wakeSignal, type BareActivities } from './workflow.ts';

const TASK_QUEUE = 'bench-floor';
const address = process.env.TEMPORAL_ADDRESS ?? '127.0.0.1:7233';

Runtime.install({ shutdownSignals: [], telemetryOptions: { logging: { filter: 'ERROR' } } });
const client = new Client({ connection: await Connection.connect({ address }) });
const onTurn = new Map<string, () => void>();
const activities: BareActivities = {
  async noop() {
    onTurn.get(activityInfo().workflowExecution!.workflowId)?.();
  },
};
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address }),
  taskQueue: TASK_QUEUE,
  workflowsPath: fileURLToPath(new URL('./workflow.ts', import.meta.url)),
  activities,
  // The product's own limits, so that both have the same room.
  maxCachedWorkflows: 1_000,
  maxConcurrentLocalActivityExecutions: 20,
  maxConcurrentWorkflowTaskExecutions: 100,
});
void worker.run();

async function run(loops: number, durationMs: number): Promise<{ perSecond: number }> {
  const handles = await Promise.all(
    Array.from({ length: loops }, () =>
      client.workflow.start(bareLoop, { workflowId: `bench-floor/${randomUUID()}`, taskQueue: TASK_QUEUE }),
    ),
  );
  let turns = 0;
  let isOver = false;
  const endsAt = performance.now() + durationMs;
  const startedAt = performance.now();
  await Promise.all(
    handles.map((handle) =>
      keepTurning(
        handle,
        () => isOver,
        () => (turns += 1),
      ),
    ),
  );
  await sleep(Math.max(0, endsAt - performance.now()));
  const perSecond = (turns / (performance.now() - startedAt)) * 1000;
  isOver = true;
  await Promise.all(handles.map((handle) => handle.terminate()));
  for (const { workflowId } of handles) onTurn.delete(workflowId);
  return { perSecond };
}

/** A plain loop of starts; the sleepers are ended when the clock has stopped. */
async function start(count: number): Promise<{ perSecond: number }> {
  const ids = Array.from({ length: count }, () => `bench-floor/${randomUUID()}`);
  const startedAt = performance.now();
  for (const workflowId of ids)
    await client.workflow.start(bareSleeper, { workflowId, taskQueue: TASK_QUEUE });
  const perSecond = (count / (performance.now() - startedAt)) * 1000;
  await inParallel(ids, (workflowId) => client.workflow.getHandle(workflowId).terminate());
  return { perSecond };
}

async function inParallel(ids: readonly string[], work: (id: string) => Promise<unknown>): Promise<void> {
  const left = [...ids];
  const takeTurns = async () => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) await work(id);
  };
  await Promise.all(Array.from({ length: 20 }, takeTurns));
}

/** Resolves after the first signal; the rest follow from turn to turn. */
async function keepTurning(
  handle: WorkflowHandle<typeof bareLoop>,
  isOver: () => boolean,
  count: () => void,
): Promise<void> {
  onTurn.set(handle.workflowId, () => {
    if (isOver()) return;
    count();
    handle.signal(wakeSignal).catch((error: unknown) => {
      if (!isOver()) console.error('signal failed', error);
    });
  });
  await handle.signal(wakeSignal);
}

const app = express();
app.get('/ready', (_request, response) => void response.send(worker.getState()));
app.post('/run', express.json(), async (request, response) => {
  const { loops, durationMs } = request.body as { loops: number; durationMs: number };
  response.json(await run(loops, durationMs));
});
app.post('/start', express.json(), async (request, response) => {
  response.json(await start((request.body as { count: number }).count));
});
app.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
