/**
 * One turn of a run: consume what happened, ask the engine, write what it says, send, feed the result back; until a wait, the end,
 * a send that can't go out now, ten sends or five seconds. Runs as a local activity, so at least once and maybe twice side by side:
 * `flow_runs.seq` says which turn was made, and every later transaction of a turn counts only while seq is still its own.
 */
import type { Gate } from '../gate/gate.ts';
import type { GateResult } from '../gate/result.ts';
import type { Tx } from '../../platform/db/pool.ts';
import type { WorkerContext } from '../context.ts';
import type { TurnInput, TurnResult } from '../../workflows/contract.ts';
import { writeOutbox, type OutboxRow } from '../dispatcher/outbox.ts';
import type { SendResult } from '../../core/flow/run.ts';
import { createFlowCache, type FlowCache } from './flows.ts';
import { loadRun, reloadRun, type LoadedRun } from './load.ts';
import { placeOf } from './place.ts';
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
    let sent: SentInThisTurn | null = null;
    for (let sends = 0; ; sends += 1) {
      const pass: Pass = await sql.begin((tx) => makePass(tx, flows, input, now, sent));
      context.dispatchSoon(pass.outbox);
      if (pass.sendNext === null || sends === MAX_SENDS || Date.now() - startedAtMs > MAX_DURATION_MS)
        return pass.result;
      const { messageId, ordinal } = pass.sendNext;
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
      sent = { ordinal, result: toSendResult(outcome), run: pass.runAfter };
    }
  };
}

interface SentInThisTurn {
  ordinal: number;
  result: SendResult;
  /** The run as this turn's last pass left it. */
  run: LoadedRun | null;
}

interface Pass {
  result: TurnResult;
  runAfter: LoadedRun | null;
  /** The message the run waits for, when this copy of the turn is the one to send it. */
  sendNext: { messageId: string; ordinal: number } | null;
  outbox: OutboxRow[];
}

async function makePass(
  tx: Tx,
  flows: FlowCache,
  input: TurnInput,
  now: Date,
  sent: SentInThisTurn | null,
): Promise<Pass> {
  const loaded = await loadForPass(tx, flows, input, sent);
  if (loaded === null)
    return only({ kind: 'ended', outcome: 'gone', place: { stage: 'ended', nodeId: null, words: 'Erased' } });
  const { run, flow } = loaded;
  const earlier = sent === null ? alreadyMade(run, input) : fencedOff(run, input);
  if (earlier !== null) return only(earlier);

  // Woken after its end (a wake may come late): nothing is consumed or routed a second time.
  if (run.state.ended !== null) {
    return only({ kind: 'ended', outcome: run.state.ended.outcome, place: placeOf(flow, run.state) });
  }
  const settled = sent === null ? run.settledSend : { ordinal: sent.ordinal, result: sent.result };
  const played = play(flow, run, settled, now);
  const pendingSend = played.state.wait?.kind === 'send' ? played.state.wait.ordinal : null;
  const place = placeOf(flow, played.state);
  const result: TurnResult =
    played.state.ended !== null
      ? { kind: 'ended', outcome: played.state.ended.outcome, place }
      : pendingSend !== null
        ? { kind: 'again', turn: input.turn, place }
        : {
            kind: 'wait',
            wakeAt: played.state.wait && 'until' in played.state.wait ? played.state.wait.until : null,
            place,
          };
  const saved = await saveRun(tx, run, played, input.turn, result, now);
  const messageId = pendingSend === null ? null : (saved.messageIds.get(pendingSend) ?? run.pendingMessageId);
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
    },
    sendNext: messageId === null || pendingSend === null ? null : { messageId, ordinal: pendingSend },
    outbox: await writeOutbox(tx, saved.wakes),
  };
}

async function loadForPass(tx: Tx, flows: FlowCache, input: TurnInput, sent: SentInThisTurn | null) {
  const run = sent?.run ? await reloadRun(tx, sent.run) : null;
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
  if (sent.error !== null) return { outcome: 'failed', error: sent.error };
  return { outcome: sent.status === 'unknown' ? 'unknown' : 'sent' };
}
