/**
 * Runs a document against a script with a clock of its own: for tests, for the command line and for the studio's test phone.
 */
import { WINDOW_CLOSING_MS } from '../messaging/window.ts';
import type { VariableValue } from './basics.ts';
import { compileFlow } from './compile.ts';
import type { CompiledFlow } from './compile.ts';
import type { FlowDoc } from './document.ts';
import { advance, deadlineOf, initialState, listensTo, sentOrdinalOf } from './engine.ts';
import { eventKey, ofThisConversation } from './events.ts';
import type { EventKey, TriggerEvent, TriggerKey } from './events.ts';
import type { FlowLibrary } from './library.ts';
import type { Command, EngineEvent, Facts, InboundReply, RunState, TraceStep } from './run.ts';
import {
  SimulatedWorld,
  type ContactChange,
  type TranscriptEntry,
  type WorldOptions,
} from './simulated-world.ts';
import { compileTriggers, firing, type CompiledTrigger } from './triggers.ts';

const CLOSING = ofThisConversation('window_closing');
const RESOLVED = ofThisConversation('conversation_resolved');
/** A turn has at most 10 sends in production; a script may chain turns, but not for ever. */
const MAX_STEPS_PER_ACTION = 2_000;

export type SimulatedAction =
  /** The person writes; starts the flow when no run is active and a trigger fires. */
  | { kind: 'say'; text: string }
  | { kind: 'press'; id: string; title?: string }
  /** The person sends something else: a place, a picture, a form, an order. */
  | {
      kind: 'send';
      message: Partial<Pick<InboundReply, 'type' | 'text' | 'location' | 'media' | 'form' | 'order'>>;
    }
  /** Something happens to the contact; starts the flow when no run is active and a trigger fires. */
  | { kind: 'tag'; tag: string }
  | { kind: 'untag'; tag: string }
  | { kind: 'event'; key: EventKey; data?: Record<string, VariableValue> }
  /** Starts the flow at a trigger, whatever it waits for: enrolment, schedules, dates. */
  | { kind: 'enrol'; nodeId: string; data?: Record<string, VariableValue> }
  /** Time passes; deadlines on the way, and a window that is about to close, fire at their own moment. */
  | { kind: 'wait'; ms: number }
  /** Jumps to the next deadline, if there is one. */
  | { kind: 'skipToDeadline' }
  /** The next sends fail with this code. */
  | { kind: 'failSends'; times: number; code: string }
  /** WhatsApp says of the message whose answer the run waits for that it isn't delivered. */
  | { kind: 'undeliver'; code: string }
  /** What an operator says to a step that failed for good. */
  | { kind: 'decide'; action: 'retry' | 'skip' }
  | { kind: 'stop'; reason: string };

export interface Simulation {
  readonly flow: CompiledFlow;
  readonly state: RunState;
  readonly facts: Facts;
  readonly now: Date;
  readonly transcript: readonly TranscriptEntry[];
  readonly trace: readonly TraceStep[];
  /** Performs one action and everything that follows from it at once. */
  do(action: SimulatedAction): void;
}

export interface SimulationOptions extends WorldOptions {
  /** Versions that the flow calls. */
  library?: FlowLibrary;
}

/** Runs a whole script. */
export function simulate(
  doc: FlowDoc,
  script: readonly SimulatedAction[],
  options: SimulationOptions = {},
): Simulation {
  const simulation = startSimulation(doc, options);
  for (const action of script) simulation.do(action);
  return simulation;
}

export function startSimulation(doc: FlowDoc, options: SimulationOptions = {}): Simulation {
  return new Simulator(doc, options);
}

class Simulator implements Simulation {
  readonly flow: CompiledFlow;
  readonly trace: TraceStep[] = [];
  state: RunState = initialState();
  private readonly world: SimulatedWorld;
  private messages = 0;

  constructor(doc: FlowDoc, options: SimulationOptions) {
    this.flow = compileFlow(doc, options.library);
    this.world = new SimulatedWorld(options);
  }

  get transcript(): TranscriptEntry[] {
    return this.world.transcript;
  }

  get facts(): Facts {
    return this.world.facts;
  }

  get now(): Date {
    return this.world.now;
  }

  do(action: SimulatedAction): void {
    switch (action.kind) {
      case 'say':
        return this.inbound({ type: 'text', text: action.text });
      case 'press':
        return this.inbound({
          type: 'interactive',
          press: { id: action.id, title: action.title ?? action.id },
        });
      case 'send':
        return this.inbound(action.message);
      case 'tag':
        return this.changeTags([...this.facts.contact.tags, action.tag]);
      case 'untag':
        return this.changeTags(this.facts.contact.tags.filter((tag) => tag !== action.tag));
      case 'event':
        if (action.key === RESOLVED) this.world.resolve();
        return this.happened(action.key, action.data ?? {});
      case 'enrol':
        return this.start(action.nodeId, null, action.data ?? {});
      case 'wait':
        return this.moveTo(new Date(this.now.getTime() + action.ms));
      case 'skipToDeadline': {
        const next = this.nextMoment();
        return next === null ? undefined : this.moveTo(next.at);
      }
      case 'failSends':
        return this.world.failSends(action.times, action.code);
      case 'undeliver': {
        const error = { code: action.code, title: 'Not delivered on request of the script' };
        const ordinal = sentOrdinalOf(this.state);
        return ordinal === null ? undefined : this.feed({ kind: 'undelivered', ordinal, error });
      }
      case 'decide':
        return this.feed({ kind: 'decision', action: action.action });
      case 'stop':
        return this.feed({ kind: 'stop', reason: action.reason });
    }
  }

  private inbound(part: Partial<InboundReply>): void {
    this.messages += 1;
    const at = this.now.toISOString();
    const message: InboundReply = {
      messageId: `in-${this.messages}`,
      type: 'unknown',
      text: null,
      press: null,
      ...part,
      at,
    };
    const words = message.text ?? message.press?.title ?? `[${message.type}]`;
    this.transcript.push({ kind: 'inbound', at, text: words });
    this.world.openWindow();
    if (this.state.wait?.kind === 'reply') return this.feed({ kind: 'reply', message });
    if (this.isActive()) return this.happened('replied', { text: message.text });
    const event: TriggerEvent = {
      kind: 'message',
      text: message.text,
      press: message.press,
      isFirst: this.messages === 1,
      referral: null,
      campaignId: null,
      isOrder: Boolean(message.order),
    };
    const trigger = this.triggerFor('message', event);
    if (trigger) this.start(trigger.nodeId, message, {});
  }

  private changeTags(after: string[]): void {
    const before = this.facts.contact.tags;
    this.world.setContact({ tags: [...new Set(after)] });
    for (const tag of this.facts.contact.tags)
      if (!before.includes(tag)) this.happened(eventKey('tag_added', tag), {});
    for (const tag of before)
      if (!this.facts.contact.tags.includes(tag)) this.happened(eventKey('tag_removed', tag), {});
  }

  /** As routing does: first the run that listens, then, when none is active, a trigger. */
  private happened(key: EventKey, data: Record<string, VariableValue>): void {
    if (this.isActive()) {
      const event = { key, data, at: this.now.toISOString() };
      if (listensTo(this.flow, this.state).includes(key)) this.feed({ kind: 'happened', event });
      return;
    }
    const trigger = this.triggerFor(key, { kind: 'contact', key, data });
    if (trigger) this.start(trigger.nodeId, null, data);
  }

  private triggerFor(key: TriggerKey, event: TriggerEvent): CompiledTrigger | undefined {
    const listening = compileTriggers(this.flow.doc).filter(({ keys }) => keys.includes(key));
    return firing(listening, event)[0];
  }

  private moveTo(end: Date): void {
    for (let steps = 0; steps < MAX_STEPS_PER_ACTION; steps += 1) {
      const next = this.nextMoment();
      if (next === null || next.at > end) break;
      if (next.at > this.now) this.world.now = next.at;
      if (next.isClosing)
        this.happened(CLOSING, { closesAt: this.facts.conversation?.windowExpiresAt ?? null });
      else this.feed({ kind: 'deadline' });
    }
    if (end > this.now) this.world.now = end;
  }

  private deadline(): Date | null {
    const until = deadlineOf(this.flow, this.state);
    return until === null ? null : new Date(until);
  }

  /** When the window will be about to close, where somebody listens to that. */
  private windowClosingAt(): Date | null {
    const expiresAt = this.facts.conversation?.windowExpiresAt ?? null;
    if (expiresAt === null) return null;
    const at = new Date(Date.parse(expiresAt) - WINDOW_CLOSING_MS);
    const isHeard = this.isActive()
      ? listensTo(this.flow, this.state).includes(CLOSING)
      : this.triggerFor(CLOSING, { kind: 'contact', key: CLOSING, data: {} }) !== undefined;
    return isHeard && at > this.now ? at : null;
  }

  /** Of two at the same time the window comes first. */
  private nextMoment(): { at: Date; isClosing: boolean } | null {
    const [closingAt, deadline] = [this.windowClosingAt(), this.deadline()];
    if (closingAt !== null && (deadline === null || closingAt <= deadline))
      return { at: closingAt, isClosing: true };
    return deadline === null ? null : { at: deadline, isClosing: false };
  }

  private isActive(): boolean {
    return this.state.wait !== null;
  }

  private start(
    triggerNodeId: string,
    message: InboundReply | null,
    data: Record<string, VariableValue>,
  ): void {
    this.state = initialState();
    this.feed({ kind: 'started', triggerNodeId, message, data });
  }

  private feed(first: EngineEvent): void {
    const changes: ContactChange[] = [];
    let event: EngineEvent | null = first;
    for (let steps = 0; event !== null && steps < MAX_STEPS_PER_ACTION; steps += 1) {
      const wasEnded: boolean = this.state.ended !== null;
      const result = advance(this.flow, this.state, event, this.facts, this.now);
      this.state = result.state;
      this.trace.push(...result.trace);
      event = this.perform(result.commands, changes);
      const { ended } = this.state;
      if (ended !== null && !wasEnded)
        this.transcript.push({ kind: 'ended', at: this.now.toISOString(), ...ended });
    }
    // What a run does to the contact is told to runs and triggers once it has come to rest.
    for (const change of changes) {
      if (change.kind === 'reachGoal') this.hears(eventKey('goal', change.name));
      if (change.kind === 'addTag') this.hears(eventKey('tag_added', change.tag));
    }
  }

  /** A run hears of its own changes too; its own trigger isn't fired by them here. */
  private hears(key: EventKey): void {
    if (this.isActive()) this.happened(key, {});
  }

  /** @returns the result of a send or a call, to be fed back. */
  private perform(commands: readonly Command[], changes: ContactChange[]): EngineEvent | null {
    let back: EngineEvent | null = null;
    for (const command of commands) {
      switch (command.kind) {
        case 'send':
          back = {
            kind: 'sendResult',
            ordinal: command.ordinal,
            result: this.world.send(command, this.state.isAnswering),
          };
          break;
        case 'call':
          back = { kind: 'callResult', ordinal: command.ordinal, result: this.world.call(command) };
          break;
        default:
          this.world.apply(command);
          changes.push(command);
      }
    }
    return back;
  }
}
