/** Feeds the engine what happened, in order, until it waits for a send, has nothing left to consume, or the run has ended. Pure. */
import { advance, type CompiledFlow } from '../../core/flow/engine.ts';
import type {
  Command,
  EngineEvent,
  Facts,
  InboundReply,
  RunState,
  SendResult,
  TraceStep,
} from '../../core/flow/run.ts';
import type { LoadedRun } from './load.ts';

export interface Played {
  state: RunState;
  commands: Command[];
  trace: TraceStep[];
  /** Number of the next event to consume. */
  nextEvent: number;
  /** Replies that this run was given but has no use for. */
  unclaimed: InboundReply[];
  /** The facts with the contact as the commands leave it. */
  facts: Facts;
}

export function play(
  flow: CompiledFlow,
  run: LoadedRun,
  settled: { ordinal: number; result: SendResult } | null,
  now: Date,
): Played {
  const played: Played = {
    state: run.state,
    commands: [],
    trace: [],
    nextEvent: run.nextEvent,
    unclaimed: [],
    facts: run.facts,
  };

  function feed(event: EngineEvent) {
    const { state, commands, trace } = advance(flow, played.state, event, played.facts, now);
    played.facts = { ...played.facts, contact: changedContact(played.facts.contact, commands) };
    played.state = state;
    played.commands.push(...commands);
    played.trace.push(...trace);
  }

  if (settled !== null) feed({ kind: 'sendResult', ...settled });
  for (const event of run.events) {
    if (played.state.ended !== null || played.state.wait?.kind === 'send') return played;
    played.nextEvent = event.n + 1;
    if (event.kind === 'started')
      feed({ kind: 'started', triggerNodeId: run.triggerNodeId, message: event.message });
    if (event.message === null || event.kind === 'started') continue;
    const isDelayed = played.state.wait?.kind === 'delay';
    const stopsIt = isDelayed && flow.doc.rules.exitOnReply;
    // It came while the run was on its way into a delay, where nobody waits for it: somebody else may want it.
    if (event.kind === 'reply' && isDelayed && !stopsIt) played.unclaimed.push(event.message);
    else if (event.kind === 'reply' || stopsIt) feed({ kind: 'reply', message: event.message });
  }
  const { wait, ended } = played.state;
  const isOverdue =
    wait !== null && wait.kind !== 'send' && wait.until !== null && Date.parse(wait.until) <= now.getTime();
  if (ended === null && isOverdue) feed({ kind: 'deadline' });
  return played;
}

/** What these commands change of the contact. */
export function contactChanges(commands: Command[]) {
  const add = new Set<string>();
  const remove = new Set<string>();
  const attributes: Facts['contact']['attributes'] = {};
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
  }
  return { addTags: [...add], removeTags: [...remove], attributes };
}

/** The contact as these commands leave it: what the next event of the same turn must see. */
function changedContact(contact: Facts['contact'], commands: Command[]): Facts['contact'] {
  const { addTags, removeTags, attributes } = contactChanges(commands);
  const tags = [...new Set([...contact.tags, ...addTags])].filter((tag) => !removeTags.includes(tag));
  return { ...contact, tags, attributes: { ...contact.attributes, ...attributes } };
}
