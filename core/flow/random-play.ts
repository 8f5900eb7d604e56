/** A host that plays random events against a document, as production does. Not used by the product. */
import type { CallResult } from './calls.ts';
import type { FlowDoc } from './document.ts';
import { advance, compileFlow, deadlineOf, initialState, isUnderWay, listensTo } from './engine.ts';
import type { CompiledFlow } from './engine.ts';
import type { EventKey } from './events.ts';
import type { Move, World } from './random.ts';
import type { AdvanceResult, EngineEvent, Facts, RunState } from './run.ts';
import { contact, facts, orders, presses, says } from './testing.ts';

const WINDOW_MS = 24 * 60 * 60_000;

/** One call of the engine. */
export interface Played {
  before: RunState;
  event: EngineEvent;
  facts: Facts;
  now: Date;
  result: AdvanceResult;
}

export const playOf = ({ doc, world: where, moves }: { doc: FlowDoc; world: World; moves: Move[] }) => {
  const flow = compileFlow(doc);
  return { flow, played: play(flow, where, moves) };
};

/** As a host does it: what was sent, and when the person wrote, stands in the facts of the next call. */
export function play(flow: CompiledFlow, { startMs, ...where }: World, moves: Move[]): Played[] {
  let state = initialState();
  let nowMs = startMs;
  let windowExpiresMs = where.windowMs === null ? null : startMs + where.windowMs;
  let unaskedSendsAt: string[] = [];
  return moves.map((one) => {
    nowMs = after(flow, state, nowMs, one.pass);
    const now = new Date(nowMs);
    if (one.kind === 'moved') state = movedTo(state, now);
    const event = eventFor(flow, state, one, now);
    if (event.kind === 'reply') windowExpiresMs = nowMs + WINDOW_MS;
    const known = facts({
      contact: { ...contact, timeZone: where.timeZone },
      conversation: {
        mode: 'bot',
        windowExpiresAt: windowExpiresMs === null ? null : new Date(windowExpiresMs).toISOString(),
        isBusy: one.isBusy,
      },
      unaskedSendsAt,
      ...(where.organization ? { organization: where.organization } : {}),
    });
    const played = {
      before: state,
      event,
      facts: known,
      now,
      result: advance(flow, state, event, known, now),
    };
    ({ state } = played.result);
    if (sendsUnasked(played)) unaskedSendsAt = [now.toISOString(), ...unaskedSendsAt];
    return played;
  });
}

/** Whatever the engine thinks of it, nobody asked for what an operator's word or a move to another version leads to. */
export function sendsUnasked({ before, event, result: { state, commands } }: Played): boolean {
  const isMoved = before.wait?.kind === 'delay' && before.wait.hold === 'moved';
  const isUnasked = !state.isAnswering || event.kind === 'decision' || isMoved;
  return isUnasked && commands.some(({ kind }) => kind === 'send');
}

/** As people are moved whose step another version doesn't have; here it has, which makes no difference. */
function movedTo(state: RunState, now: Date): RunState {
  const { wait } = state;
  if (wait === null || isUnderWay(state)) return state;
  return {
    ...state,
    nodeId: wait.nodeId,
    wait: { kind: 'delay', nodeId: wait.nodeId, until: now.toISOString(), hold: 'moved' },
  };
}

/** Brings to an end what needs nobody but the host: results of sends and calls, and deadlines that are due. */
export function settle(flow: CompiledFlow, last: Played, maxEvents: number): Played[] {
  const played: Played[] = [];
  let { state } = last.result;
  const { facts: known, now } = last;
  while (played.length <= maxEvents) {
    const event = dueEvent(flow, state, now);
    if (event === null) break;
    const result = advance(flow, state, event, known, now);
    played.push({ before: state, event, facts: known, now, result });
    ({ state } = result);
  }
  return played;
}

function dueEvent(flow: CompiledFlow, state: RunState, now: Date): EngineEvent | null {
  if (state.wait?.kind === 'send')
    return { kind: 'sendResult', ordinal: state.wait.ordinal, result: { outcome: 'sent' } };
  if (state.wait?.kind === 'call')
    return { kind: 'callResult', ordinal: state.wait.ordinal, result: callResult(false, 'hi') };
  const deadline = deadlineOf(flow, state);
  return deadline !== null && Date.parse(deadline) <= now.getTime() ? { kind: 'deadline' } : null;
}

function after(flow: CompiledFlow, state: RunState, nowMs: number, pass: Move['pass']): number {
  if (pass.by === 'ms') return nowMs + pass.ms;
  const deadline = deadlineOf(flow, state);
  return deadline === null ? nowMs : Math.max(nowMs, Date.parse(deadline) + pass.ms);
}

function eventFor(flow: CompiledFlow, state: RunState, one: Move, now: Date): EngineEvent {
  const { kind, fails, text } = one;
  const { wait } = state;
  const result = fails
    ? ({ outcome: 'failed', error: { code: 'refused', title: 'Refused' } } as const)
    : ({ outcome: 'sent' } as const);
  if (wait === null || kind === 'started')
    return { kind: 'started', triggerNodeId: 'start', message: fails ? null : says(text) };
  if (kind === 'stale') return { kind: 'sendResult', ordinal: state.sends - 1, result };
  if (kind === 'fit' && wait.kind === 'send') return { kind: 'sendResult', ordinal: state.sends, result };
  if (kind === 'happened' || (kind === 'fit' && wait.kind === 'event'))
    return {
      kind: 'happened',
      event: { key: keyFor(flow, state, one), data: { text }, at: now.toISOString() },
    };
  if (kind === 'retry' || kind === 'skip') return { kind: 'decision', action: kind };
  if (kind === 'stop') return { kind, reason: 'stopped' };
  if (kind === 'undelivered')
    return { kind, ordinal: state.sends, error: { code: '131026', title: 'Undeliverable' } };
  if (kind === 'free' || (kind === 'fit' && wait.kind === 'turn')) return { kind: 'conversationFree' };
  if (kind === 'fit' && wait.kind === 'call')
    return { kind: 'callResult', ordinal: state.calls, result: callResult(fails, text) };
  if (kind === 'deadline' || kind === 'moved' || (kind === 'fit' && fails)) return { kind: 'deadline' };
  if (kind === 'order') return { kind: 'reply', message: orders({ note: fails ? null : text }) };
  return { kind: 'reply', message: kind === 'press' ? presses(offeredId(wait, one)) : says(text) };
}

/** Something of the last message, where it is known what that offered. */
function offeredId(wait: RunState['wait'], { which }: Move): string {
  const offered = wait?.kind === 'reply' ? (wait.offered ?? []) : [];
  return offered[which % Math.max(1, offered.length)]?.id ?? 'yes';
}

/** Mostly one that the run listens to. */
function keyFor(flow: CompiledFlow, state: RunState, { which }: Move): EventKey {
  const keys = listensTo(flow, state);
  return keys[which % (keys.length + 1)] ?? 'replied';
}

function callResult(fails: boolean, text: string): CallResult {
  if (fails) return { outcome: 'failed', error: { code: 'call_timeout', title: 'Time-out' } };
  return text.length % 2 === 0
    ? { outcome: 'response', status: 200, body: { answer: [text, null, 7] } }
    : { outcome: 'answer', text, fields: { x: text } };
}
