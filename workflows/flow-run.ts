/**
 * One person's way through one flow. The workflow is the clock: it makes turns, sleeps and wakes. What happens in a turn is
 * decided by the engine inside the `turn` activity; state and events live in Postgres.
 */
import {
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type {
  FlowActivities,
  FlowRunInput,
  Place,
  SendActivities,
  TurnResult,
  WakeSignal,
} from './contract.ts';
import { SEND_GIVE_UP, searchAttributes, taskQueues } from './contract.ts';

export const wakeSignal = defineSignal<[WakeSignal]>('wake');
export const stateQuery = defineQuery<RunView>('state');

export interface RunView extends Place {
  turn: number;
  wakeAt: string | null;
}

const fast = proxyLocalActivities<FlowActivities>({
  startToCloseTimeout: '25 seconds',
  scheduleToCloseTimeout: '30 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '5 seconds' },
});
// The same functions when the fast way fails: Postgres is down, say. An infrastructure error is never a node's failure.
const patient = proxyActivities<FlowActivities>({
  taskQueue: taskQueues.flow,
  startToCloseTimeout: '60 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
  summary: 'Turn, once the database answers again',
});
const sender = proxyActivities<SendActivities>({
  taskQueue: taskQueues.send,
  startToCloseTimeout: '60 seconds',
  scheduleToCloseTimeout: SEND_GIVE_UP,
  retry: { initialInterval: '1 second', maximumInterval: '1 hour' },
  summary: 'Send a message that could not go out at once',
});

export async function flowRun(input: FlowRunInput): Promise<string> {
  let woken = false;
  let turn = input.lastTurn;
  let wakeAtMs: number | null = null;
  let place: Place = { stage: 'running', nodeId: null, words: 'Starting' };
  let shownStage: Place['stage'] | null = null;
  const timer = lazyTimer(
    () => wakeAtMs,
    () => {
      woken = true;
    },
  );

  // A signal, because the sender must not need a running worker. It carries no facts: losing or doubling one is harmless.
  setHandler(wakeSignal, () => {
    woken = true;
  });
  setHandler(stateQuery, () => ({
    ...place,
    turn,
    wakeAt: wakeAtMs === null ? null : new Date(wakeAtMs).toISOString(),
  }));

  for (;;) {
    woken = false;
    turn += 1;
    const result = await makeTurn({ runId: input.runId, turn, now: new Date().toISOString() });
    show(result.place);
    switch (result.kind) {
      case 'ended':
        return result.outcome;
      case 'again':
        turn = Math.max(turn, result.turn);
        break;
      case 'send':
        // Whatever comes of it stands in the message's row, where the next turn finds it.
        await sender
          .send({ messageId: result.messageId, now: new Date().toISOString() })
          .catch(rethrowCancellation);
        break;
      case 'wait':
        wakeAtMs = result.wakeAt === null ? null : Date.parse(result.wakeAt);
        timer.arm();
        await condition(() => woken);
        break;
    }
    if (workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof flowRun>({ ...input, lastTurn: turn });
    }
  }

  function show(next: Place) {
    place = next;
    setCurrentDetails(next.words);
    if (next.stage === shownStage) return;
    shownStage = next.stage;
    upsertSearchAttributes([
      { key: searchAttributes.stage, value: next.stage },
      { key: searchAttributes.nodeId, value: next.nodeId },
    ]);
  }
}

async function makeTurn(input: Parameters<FlowActivities['turn']>[0]): Promise<TurnResult> {
  try {
    return await fast.turn(input);
  } catch (error) {
    rethrowCancellation(error);
    return await patient.turn(input);
  }
}

/**
 * Timers are never cancelled: one is armed only when the deadline comes before the earliest pending one, and one that fires
 * early arms the next (measured: a new timer for every wait 72 turns/s, none 133).
 */
function lazyTimer(currentDeadlineMs: () => number | null, onDue: () => void) {
  let earliestMs: number | null = null;

  function arm() {
    const deadlineMs = currentDeadlineMs();
    if (deadlineMs === null || (earliestMs !== null && earliestMs <= deadlineMs)) return;
    earliestMs = deadlineMs;
    const delayMs = Math.max(deadlineMs - Date.now(), 1);
    sleep(delayMs, { summary: `Looks again at ${new Date(deadlineMs).toISOString()}` }).then(
      () => fired(deadlineMs),
      () => {}, // cancelled together with the workflow
    );
  }

  function fired(firedMs: number) {
    if (earliestMs === firedMs) earliestMs = null;
    const deadlineMs = currentDeadlineMs();
    if (deadlineMs === null) return;
    if (deadlineMs <= Date.now()) onDue();
    else arm();
  }

  return { arm };
}

function rethrowCancellation(error: unknown): void {
  if (isCancellation(error)) throw error;
}
