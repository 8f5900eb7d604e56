/**
 * The flow engine: a pure function from state and event to state and commands. The worker, the studio's test phone and
 * the tests run this same code. It is total (bad data ends in a code, never in a throw) and limits count, they don't
 * time, so that the same input always gives the same answer.
 */
import type { CompiledFlow } from './compile.ts';
import type { EventKey } from './events.ts';
import { eventKey, ofThisConversation } from './events.ts';
import type { StepEvent } from './nodes/contract.ts';
import { heardAt } from './press.ts';
import type { AdvanceResult, EngineEvent, Facts, RunState, RunWait } from './run.ts';
import { Walk } from './walk.ts';

export { compileFlow } from './compile.ts';
export type { CompiledFlow, CompiledNode } from './compile.ts';
export { initialState, readState } from './run-state.ts';
export { MAX_VISITS, MAX_VISITS_WITHOUT_WAIT } from './walk.ts';

/**
 * Moves a run by one event: up to the next send, the next call, the next wait or the end. After a send or a call the result
 * comes back as `sendResult` or `callResult`; until then the run can only be ended: by a stop, by an event that the flow names for
 * that, by the flow's own time. An event that doesn't fit (a reply while a send is under way, a stale ordinal, a
 * deadline that isn't due) changes nothing and gives no commands.
 */
export function advance(
  flow: CompiledFlow,
  state: RunState,
  event: EngineEvent,
  facts: Facts,
  now: Date,
): AdvanceResult {
  // A host without a clock: nothing is decided and nothing is lost.
  if (Number.isNaN(now.getTime())) return unchanged(state);
  const walk = new Walk(flow, state, facts, now);
  if (event.kind === 'started') return walk.start(event);
  const { wait } = state;
  if (state.ended !== null) return unchanged(state);
  // Also before its first step.
  if (event.kind === 'stop') return walk.stop(wait?.nodeId ?? null, 'exited', event.reason);
  if (wait === null) return unchanged(state);
  switch (event.kind) {
    case 'conversationFree':
      return wait.kind === 'turn' && facts.conversation?.isBusy !== true
        ? walk.enter(wait.nodeId)
        : unchanged(state);
    case 'decision':
      if (wait.kind !== 'decision') return unchanged(state);
      walk.unasked();
      return event.action === 'retry' ? walk.enter(wait.nodeId) : walk.skip(wait.nodeId);
    case 'deadline':
      return atDeadline(walk, flow, state, wait, now);
    case 'happened': {
      const { key } = event.event;
      if (wait.kind === 'event' && wait.listens.includes(key)) return walk.resume(wait.nodeId, event);
      return isInterruptible(wait, key) && exitKeys(flow).includes(key)
        ? walk.stop(wait.nodeId, 'exited', exitReason(key))
        : unchanged(state);
    }
    case 'reply':
      return wait.kind === 'reply'
        ? walk.resume(wait.nodeId, {
            kind: 'reply',
            message: heardAt(wait.nodeId, facts.runId, event.message),
          })
        : unchanged(state);
    case 'callResult':
      return wait.kind === 'call' && wait.ordinal === event.ordinal
        ? walk.resume(wait.nodeId, { kind: 'called', result: event.result })
        : unchanged(state);
    case 'sendResult':
      return wait.kind === 'send' && wait.ordinal === event.ordinal
        ? walk.resume(wait.nodeId, sendEvent(event.result))
        : unchanged(state);
    case 'undelivered':
      return sentOrdinalOf(state) === event.ordinal && walk.hasWayToFail(wait.nodeId)
        ? walk.resume(wait.nodeId, { kind: 'sendFailed', error: event.error })
        : unchanged(state);
  }
}

/** When a `deadline` event is due: the wait's own time or the flow's time-out, whatever comes first; null: never. */
export function deadlineOf(flow: CompiledFlow, state: RunState): string | null {
  const { wait } = state;
  if (state.ended !== null || wait === null) return null;
  const flowEnd = flowEndOf(flow, state);
  if (wait.kind === 'send' || wait.kind === 'call') return flowEnd;
  if (flowEnd === null || wait.kind === 'decision') return wait.until;
  return wait.until === null || flowEnd < wait.until ? flowEnd : wait.until;
}

/** The events of the contact that a run wants to hear: what it waits for and what would end it. */
export function listensTo(flow: CompiledFlow, state: RunState): EventKey[] {
  if (state.ended !== null) return [];
  const waitsFor = state.wait?.kind === 'event' ? state.wait.listens : [];
  return [...new Set([...waitsFor, ...exitKeys(flow)])];
}

/**
 * The message whose answer the run waits for, by its number in the run: when WhatsApp says that it isn't delivered, the run hears
 * of it as `undelivered`. It then leaves by a connected `failed` port, else to a rule about errors, of its flow or of one that called
 * it; without either it goes on waiting, as the person may write.
 */
export function sentOrdinalOf({ wait }: RunState): number | null {
  return wait?.kind === 'reply' ? (wait.sent ?? null) : null;
}

/** Whether the run waits for the host itself, which will bring the result: meanwhile it takes only what ends it. */
export function isUnderWay({ wait }: RunState): boolean {
  return wait?.kind === 'send' || wait?.kind === 'call';
}

function atDeadline(
  walk: Walk,
  flow: CompiledFlow,
  state: RunState,
  wait: RunWait,
  now: Date,
): AdvanceResult {
  const deadline = deadlineOf(flow, state);
  if (deadline === null || now.getTime() < Date.parse(deadline)) return unchanged(state);
  if (wait.kind === 'decision') return walk.stop(wait.nodeId, 'failed', wait.code);
  // Also when its own wait was due before and the host is late: nothing goes out after the flow's time.
  const flowEnd = flowEndOf(flow, state);
  if (flowEnd !== null && now.getTime() >= Date.parse(flowEnd))
    return walk.stop(wait.nodeId, 'exited', 'flow_timeout');
  if (wait.kind === 'delay' && wait.hold !== undefined) return walk.unasked().enter(wait.nodeId);
  return walk.resume(wait.nodeId, { kind: 'deadline' });
}

function flowEndOf(flow: CompiledFlow, { startedAt }: RunState): string | null {
  const { timeoutMs } = flow.doc.rules;
  return timeoutMs === null || startedAt === null
    ? null
    : new Date(Date.parse(startedAt) + timeoutMs).toISOString();
}

function sendEvent(result: Extract<EngineEvent, { kind: 'sendResult' }>['result']): StepEvent {
  return result.outcome === 'failed' ? { kind: 'sendFailed', error: result.error } : { kind: 'sent' };
}

function exitKeys(flow: CompiledFlow): EventKey[] {
  const { reply, takeover = false, tags, events, goals } = flow.doc.rules.exitOn;
  return [
    ...(reply ? (['replied'] as const) : []),
    ...(takeover ? [ofThisConversation('taken_over')] : []),
    ...tags.map((tag) => eventKey('tag_added', tag)),
    ...events.map((name) => eventKey('api_event', name)),
    ...goals.map((name) => eventKey('goal', name)),
  ];
}

/** A run that waits for an answer and hears of one that wasn't for it goes on waiting. */
function isInterruptible(wait: RunWait, key: EventKey): boolean {
  return key !== 'replied' || wait.kind !== 'reply';
}

function exitReason(key: EventKey): string {
  return key === 'replied' ? key : (key.split(':', 1)[0] ?? key);
}

function unchanged(state: RunState): AdvanceResult {
  return { state, commands: [], trace: [] };
}
