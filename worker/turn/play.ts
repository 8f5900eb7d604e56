/** Feeds the engine what happened, in order, until it waits for a send, has nothing left to consume, or the run has ended. Pure. */
import type { VariableValue } from '../../core/flow/basics.ts';
import type { CallResult } from '../../core/flow/calls.ts';
import { advance, deadlineOf, isUnderWay, listensTo, type CompiledFlow } from '../../core/flow/engine.ts';
import type {
  Command,
  EngineEvent,
  Facts,
  InboundReply,
  RunState,
  SendResult,
  TraceStep,
} from '../../core/flow/run.ts';
import type { ContactField } from '../../core/people/contact-fields.ts';
import type { LoadedRun, RunEvent } from './load.ts';

export interface Played {
  state: RunState;
  commands: Command[];
  trace: TraceStep[];
  /** Number of the next event to consume. */
  nextEvent: number;
  /** Replies that this run was given but has no use for. */
  unclaimed: InboundReply[];
  /** It ended in the middle of sending or calling: what wasn't sent until then never is. */
  isCutShort: boolean;
  /** The facts with the contact as the commands leave it. */
  facts: Facts;
}

export interface Settled {
  send: { ordinal: number; result: SendResult } | null;
  call: { ordinal: number; result: CallResult } | null;
}

export function play(flow: CompiledFlow, run: LoadedRun, settled: Settled, now: Date): Played {
  const played: Played = {
    state: run.state,
    commands: [],
    trace: [],
    nextEvent: run.nextEvent,
    unclaimed: [],
    isCutShort: false,
    facts: run.facts,
  };

  function feed(event: EngineEvent) {
    const { state, commands, trace } = advance(flow, played.state, event, played.facts, now);
    played.facts = factsAfter(played.facts, commands, state.isAnswering, now);
    played.state = state;
    played.commands.push(...commands);
    played.trace.push(...trace);
  }

  /** Whether this ends the run, whatever is on its way. What the turn itself was about to ask for is then left undone. */
  function isEndedBy(event: EngineEvent): boolean {
    const isOnItsWay = isUnderWay(played.state);
    feed(event);
    if (played.state.ended === null) return false;
    if (isOnItsWay) {
      played.isCutShort = true;
      played.commands = played.commands.filter(({ kind }) => kind !== 'send' && kind !== 'call');
    }
    return true;
  }

  /** The same of the first such event that waits to be heard, out of its turn. */
  function isEndedByAny(kind: RunEvent['kind']): boolean {
    for (const event of run.events) {
      if (event.kind !== kind || event.n < played.nextEvent || event.isOwn) continue;
      if (!isEndedBy(engineEvent(event, run, played.state))) continue;
      played.unclaimed.push(...repliesBefore(event));
      played.nextEvent = event.n + 1;
      return true;
    }
    return false;
  }

  function isEndedByTime(): boolean {
    const deadline = deadlineOf(flow, played.state);
    return deadline !== null && Date.parse(deadline) <= now.getTime() && isEndedBy({ kind: 'deadline' });
  }

  function repliesBefore(end: RunEvent): InboundReply[] {
    // What came before the word that interrupted the run is no answer to the flow which that word began.
    if (end.detail?.['reason'] === 'interrupted') return [];
    return run.events.flatMap(({ n, kind, message }) =>
      kind === 'reply' && n >= played.nextEvent && n < end.n ? (message ?? []) : [],
    );
  }

  if (isEndedByAny('stop')) return played;
  // Before a result leads to the next message. It isn't lost: what was sent, or answered, stands in its own row.
  if (isUnderWay(played.state) && (isEndedByAny('happened') || isEndedByTime())) return played;
  if (settled.send !== null) feed({ kind: 'sendResult', ...settled.send });
  if (settled.call !== null) feed({ kind: 'callResult', ...settled.call });
  for (const event of run.events) {
    if (played.state.ended !== null) return played;
    if (isUnderWay(played.state)) break;
    played.nextEvent = event.n + 1;
    const isWanted = event.kind !== 'reply' || takesReply(flow, played.state);
    if (isWanted) feed(engineEvent(event, run, played.state));
    // It came while the run was on its way to where nobody waits for it: somebody else may want it.
    else if (event.message !== null) played.unclaimed.push(event.message);
  }
  // After the replies: a person who wrote all the same has answered.
  if (run.undelivered !== null) feed({ kind: 'undelivered', ...run.undelivered });
  // A message that was meant for somebody else ends it here. One of its own may be the answer to what it is about to ask.
  if (isUnderWay(played.state) && (isEndedByAny('happened') || isEndedByAny('observed'))) return played;
  // Or else it goes on by the deadline of its wait.
  isEndedByTime();
  return played;
}

function takesReply(flow: CompiledFlow, state: RunState): boolean {
  return state.wait?.kind === 'reply' || listensTo(flow, state).includes('replied');
}

function engineEvent(event: RunEvent, run: LoadedRun, state: RunState): EngineEvent {
  const { kind, message, detail } = event;
  switch (kind) {
    case 'started':
      return { kind, triggerNodeId: run.triggerNodeId, message, data: detail ?? {} };
    case 'reply':
      return message !== null && state.wait?.kind === 'reply' ? { kind, message } : heard(message);
    case 'observed':
      return heard(message);
    case 'happened':
      // The event itself may have been erased since.
      return event.contactEvent === null ? heard(null) : { kind, event: event.contactEvent };
    case 'decision':
      return { kind, action: detail?.['action'] === 'skip' ? 'skip' : 'retry' };
    case 'stop': {
      const reason = detail?.['reason'];
      return { kind, reason: typeof reason === 'string' ? reason : 'stopped' };
    }
    case 'free':
      return { kind: 'conversationFree' };
  }
}

function heard(message: InboundReply | null): EngineEvent {
  const data: Record<string, VariableValue> = { text: message?.text ?? message?.press?.title ?? null };
  return { kind: 'happened', event: { key: 'replied', data, at: message?.at ?? '' } };
}

/** What these commands change of the contact. */
export function contactChanges(commands: Command[]) {
  const add = new Set<string>();
  const remove = new Set<string>();
  const attributes: Facts['contact']['attributes'] = {};
  const fields: Partial<Record<ContactField, string>> = {};
  for (const command of commands) {
    if (command.kind === 'addTag') {
      add.add(command.tag);
      remove.delete(command.tag);
    }
    if (command.kind === 'removeTag') {
      remove.add(command.tag);
      add.delete(command.tag);
    }
    if (command.kind === 'setAttribute') attributes[command.name] = command.value;
    if (command.kind === 'setContact') fields[command.field] = command.value;
  }
  return { addTags: [...add], removeTags: [...remove], attributes, fields };
}

/** The facts as these commands leave them: what the next event of the same turn must see. */
function factsAfter(facts: Facts, commands: Command[], isAnswering: boolean, now: Date): Facts {
  const isUnasked = !isAnswering && commands.some(({ kind }) => kind === 'send');
  return {
    ...facts,
    contact: changedContact(facts.contact, commands),
    ...(isUnasked ? { unaskedSendsAt: [now.toISOString(), ...(facts.unaskedSendsAt ?? [])] } : {}),
  };
}

function changedContact(contact: Facts['contact'], commands: Command[]): Facts['contact'] {
  const { addTags, removeTags, attributes, fields } = contactChanges(commands);
  const tags = [...new Set([...contact.tags, ...addTags])].filter((tag) => !removeTags.includes(tag));
  return { ...contact, ...fields, tags, attributes: { ...contact.attributes, ...attributes } };
}
