/**
 * One person's way through one flow. The workflow is the clock: it makes turns, sleeps and wakes. What happens in a turn is
 * decided by the engine inside the `turn` activity; state and events live in Postgres.
 */
import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  patched,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { FlowRunInput, Place, RunView, SteerAction, SteerCommand, WakeSignal } from './contract.ts';
import { searchAttributes, steerActions, steerRefusals } from './contract.ts';
import { makeCall, makeTurn, rethrowCancellation, sender, steerRun } from './flow-activities.ts';
import { lazyTimer } from './lazy-timer.ts';

/** Changes of behaviour since the first release, each asked for where it matters. A name is never used again. */
const patches = {
  /** A command is heard while a message is on its way to being sent. */
  commandsInterrupt: 'commands-interrupt',
} as const;

export const wakeSignal = defineSignal<[WakeSignal]>('wake');
export const stateQuery = defineQuery<RunView>('state');

export async function flowRun(input: FlowRunInput): Promise<string> {
  let woken = false;
  /** Somebody wants something of the run: it doesn't finish its sending or calling first. */
  let commanded = false;
  /** Commands that wait for their answer. */
  let commandsHeard = 0;
  let isOver = false;
  let turn = input.lastTurn;
  let turnsBegun = 0;
  let turnsMade = 0;
  let wakeAtMs: number | null = null;
  let place: Place = { stage: 'running', nodeId: null, words: 'Starting' };
  let shown: { stage: Place['stage']; error: string | undefined } | null = null;
  /** Sends and calls on their way, by what they are about. */
  const underway = new Set<string>();
  const timer = lazyTimer(
    () => wakeAtMs,
    () => {
      woken = true;
    },
  );

  // A signal, because the sender must not need a running worker. It carries no facts: losing or doubling one is harmless.
  setHandler(wakeSignal, (wake: WakeSignal | undefined) => {
    woken = true;
    // By hand, from the command line, it comes without an argument.
    commanded ||= wake?.kind === 'command';
  });
  setHandler(stateQuery, view);
  // Updates, because the person who pressed the button is told whether the run took it and where it is then.
  for (const action of steerActions) {
    setHandler(defineUpdate<RunView, [SteerCommand]>(action), (command) => steer(action, command.key), {
      validator: refuseBadKey,
      description: `Command of an operator: ${action}`,
    });
  }

  for (;;) {
    woken = false;
    commanded = false;
    turn += 1;
    turnsBegun += 1;
    const result = await makeTurn({ runId: input.runId, turn, now: new Date().toISOString() });
    show(result.place);
    turnsMade = turnsBegun;
    switch (result.kind) {
      case 'ended':
        isOver = true;
        await condition(allHandlersFinished);
        return result.outcome;
      case 'again':
        turn = Math.max(turn, result.turn);
        break;
      case 'send': {
        const send = () => sender.send({ messageId: result.messageId, now: new Date().toISOString() });
        // Whatever comes of it stands in the message's row, where the next turn finds it.
        if (patched(patches.commandsInterrupt)) await underwayOrCommanded(result.messageId, send);
        else await send().catch(rethrowCancellation);
        break;
      }
      case 'call':
        await underwayOrCommanded(`call ${result.ordinal}`, () => makeCall(input.runId, result.ordinal));
        break;
      case 'wait':
        wakeAtMs = result.wakeAt === null ? null : Date.parse(result.wakeAt);
        timer.arm();
        await condition(() => woken);
        break;
    }
    // Every run of this execution begins with a turn, so a wake that came until here is not lost, and none was made up.
    // A command that hasn't been answered, or a send on its way, keeps this execution; the suggestion comes again.
    if (workflowInfo().continueAsNewSuggested && commandsHeard === 0 && underway.size === 0) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof flowRun>({ ...input, lastTurn: turn });
    }
  }

  function view(): RunView {
    return { ...place, turn, wakeAt: wakeAtMs === null ? null : new Date(wakeAtMs).toISOString() };
  }

  /** Answers once a turn that began after the command was written has been made. */
  async function steer(action: SteerAction, key: string): Promise<RunView> {
    commandsHeard += 1;
    try {
      const result = await steerRun({ runId: input.runId, action, key, now: new Date().toISOString() });
      if (!result.accepted) throw ApplicationFailure.nonRetryable(steerRefusals[result.code], result.code);
      const turnsBegunBefore = turnsBegun;
      woken = true;
      commanded = true;
      await condition(() => isOver || turnsMade > turnsBegunBefore);
      return view();
    } finally {
      commandsHeard -= 1;
    }
  }

  /** Starts it unless it is on its way already; comes back when it is done, or when a command wants a turn meanwhile. */
  async function underwayOrCommanded(key: string, start: () => Promise<unknown>): Promise<void> {
    if (!underway.has(key)) {
      underway.add(key);
      start()
        .catch(rethrowCancellation)
        .finally(() => {
          underway.delete(key);
          woken = true; // the run may wait for something else by now, and then has to look
        })
        .catch(() => {}); // cancelled together with the workflow
    }
    await condition(() => !underway.has(key) || commanded);
  }

  function show(next: Place) {
    place = next;
    setCurrentDetails(next.words);
    if (next.stage === shown?.stage) return;
    const hadError = shown?.error !== undefined;
    shown = { stage: next.stage, error: next.error };
    upsertSearchAttributes([
      { key: searchAttributes.stage, value: next.stage },
      { key: searchAttributes.nodeId, value: next.nodeId },
      ...(hadError || next.error !== undefined
        ? [{ key: searchAttributes.lastError, value: next.error ?? null }]
        : []),
    ]);
  }
}

function refuseBadKey(command: SteerCommand): void {
  const key: unknown = command?.key;
  if (typeof key === 'string' && key.length > 0 && key.length <= MAX_KEY_LENGTH) return;
  throw ApplicationFailure.nonRetryable(
    `A command needs a key of 1 to ${MAX_KEY_LENGTH} characters.`,
    'bad_key',
  );
}

const MAX_KEY_LENGTH = 255;
