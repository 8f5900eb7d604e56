/**
 * One turn of a run: consume what happened, ask the engine, write what it says, send, feed the result back; until a wait, the end,
 * a send that can't go out now, ten sends or five seconds. Runs as a local activity, so at least once and maybe twice side by side:
 * `flow_runs.seq` says which turn was made, and every later transaction of a turn counts only while seq is still its own.
 */
import { untilFileIsSent } from '../gate/after-media.ts';
import type { Gate } from '../gate/gate.ts';
import type { GateResult } from '../gate/result.ts';
import type { Tx } from '../../platform/db/pool.ts';
import type { WorkerContext } from '../context.ts';
import type { TurnInput, TurnResult } from '../../workflows/contract.ts';
import { writeOutbox, type OutboxRow } from '../dispatcher/outbox.ts';
import { FILE_MESSAGES } from '../../core/messaging/content.ts';
import { deadlineOf, type CompiledFlow } from '../../core/flow/engine.ts';
import type { RunState, SendResult } from '../../core/flow/run.ts';
import { createFlowCache, type FlowCache } from './flows.ts';
import { loadRun, reloadRun, type LoadedRun } from './load.ts';
import { pausedPlace, placeOf } from './place.ts';
import { play } from './play.ts';
import { saveRun, storeResult } from './save.ts';

const MAX_SENDS = 10;
const MAX_DURATION_MS = 5_000;

export function createTurn(context: Pick<WorkerContext, 'lazySql' | 'dispatchSoon'>, gate: Gate) {
  const { lazySql: sql } = context;
  const flows = createFlowCache();

  return async function turn(input: TurnInput): Promise<TurnResult> {
    const now = new Date(input.now);
    const startedAtMs = Date.now();
    let before: PassBefore | null = null;
    let fileBefore: string | null = null;
    for (let sends = 0; ; sends += 1) {
      const pass: Pass = await sql.begin((tx) => makePass(tx, flows, input, now, before));
      context.dispatchSoon(pass.outbox);
      if (pass.sendNext === null || sends === MAX_SENDS || Date.now() - startedAtMs > MAX_DURATION_MS)
        return pass.result;
      const { messageId, ordinal, isFile } = pass.sendNext;
      if (fileBefore !== null) await untilFileIsSent(sql, fileBefore);
      const outcome = await gate.sendMessage(messageId, now);
      if (outcome.kind === 'deferred') {
        const result: TurnResult = {
          kind: 'send',
          messageId,
          place: { ...pass.result.place, stage: 'sending' },
        };
        await storeResult(sql, input, result);
        return result;
      }
      // What ends the run came after this pass: the next one hears of it.
      if (outcome.kind === 'runIsToEnd') {
        before = { sent: null, run: null };
        continue;
      }
      fileBefore = isFile ? messageId : null;
      before = { sent: { ordinal, result: toSendResult(outcome) }, run: pass.runAfter };
    }
  };
}

/** What this turn's last pass left behind. */
interface PassBefore {
  sent: { ordinal: number; result: SendResult } | null;
  run: LoadedRun | null;
}

interface Pass {
  result: TurnResult;
  runAfter: LoadedRun | null;
  /** The message the run waits for, when this copy of the turn is the one to send it. */
  sendNext: { messageId: string; ordinal: number; isFile: boolean } | null;
  outbox: OutboxRow[];
}

async function makePass(
  tx: Tx,
  flows: FlowCache,
  input: TurnInput,
  now: Date,
  before: PassBefore | null,
): Promise<Pass> {
  const loaded = await loadForPass(tx, flows, input, before);
  if (loaded === null)
    return only({ kind: 'ended', outcome: 'gone', place: { stage: 'ended', nodeId: null, words: 'Erased' } });
  const { run, flow } = loaded;
  const earlier = before === null ? alreadyMade(run, input) : fencedOff(run, input);
  if (earlier !== null) return only(earlier);

  // Woken after its end (a wake may come late): nothing is consumed or routed a second time.
  if (run.state.ended !== null) {
    return only({ kind: 'ended', outcome: run.state.ended.outcome, place: placeOf(flow, run.state) });
  }
  if (run.pausedAt !== null) return only({ kind: 'wait', wakeAt: null, place: pausedPlace(run.state) });
  const played = play(flow, run, { send: before?.sent ?? run.settledSend, call: run.settledCall }, now);
  const pendingSend = played.state.wait?.kind === 'send' ? played.state.wait.ordinal : null;
  const result = resultOf(flow, played.state, input.turn);
  const saved = await saveRun(tx, loaded, played, input.turn, result, now);
  const messageId = pendingSend === null ? null : (saved.messageIds.get(pendingSend) ?? run.pendingMessageId);
  const isFile = played.commands.some(
    (command) => command.kind === 'send' && FILE_MESSAGES.includes(command.content.type),
  );
  return {
    result,
    runAfter: {
      ...run,
      seq: input.turn,
      turnResult: result,
      state: played.state,
      nextEvent: played.nextEvent,
      events: [],
      stepCount: run.stepCount + played.trace.length,
      facts: played.facts,
      pendingMessageId: messageId,
      settledSend: null,
      settledCall: null,
      undelivered: null,
    },
    sendNext: messageId === null || pendingSend === null ? null : { messageId, ordinal: pendingSend, isFile },
    outbox: await writeOutbox(tx, saved.wakes),
  };
}

function resultOf(flow: CompiledFlow, state: RunState, turn: number): TurnResult {
  const place = placeOf(flow, state);
  if (state.ended !== null) return { kind: 'ended', outcome: state.ended.outcome, place };
  switch (state.wait?.kind) {
    case 'send':
      return { kind: 'again', turn, place };
    case 'call':
      return { kind: 'call', ordinal: state.wait.ordinal, place };
    default:
      return { kind: 'wait', wakeAt: deadlineOf(flow, state), place };
  }
}

async function loadForPass(tx: Tx, flows: FlowCache, input: TurnInput, before: PassBefore | null) {
  // A refused message doesn't count for the frequency cap: what the last pass knew is wrong then.
  const isKnown = before !== null && before.run !== null && before.sent?.result.outcome !== 'failed';
  const run = isKnown ? await reloadRun(tx, before.run!) : null;
  if (run === null) return loadRun(tx, flows, input.runId);
  return { run, flow: (await flows.get(tx, run.flowVersionId)).flow };
}

/** A copy of this turn, or a later one, has committed before. */
function alreadyMade(run: LoadedRun, input: TurnInput): TurnResult | null {
  if (run.seq > input.turn) {
    // The workflow was started anew (its server lost it, say): it goes on counting from where Postgres is.
    return {
      kind: 'again',
      turn: run.seq,
      place: { stage: 'running', nodeId: run.state.nodeId, words: 'Catching up' },
    };
  }
  return run.seq === input.turn ? run.turnResult : null;
}

/** Another copy has gone on while this one was sending: its words count. */
function fencedOff(run: LoadedRun, input: TurnInput): TurnResult | null {
  return run.seq === input.turn ? null : alreadyMade(run, input);
}

function only(result: TurnResult): Pass {
  return { result, runAfter: null, sendNext: null, outbox: [] };
}

function toSendResult(sent: Extract<GateResult, { kind: 'settled' }>): SendResult {
  if (sent.error !== null) {
    const { code, title } = sent.error;
    return { outcome: 'failed', error: { code, title } };
  }
  return { outcome: sent.status === 'unknown' ? 'unknown' : 'sent' };
}
