/**
 * Runs a document against a script with a clock of its own: for tests and for the studio's test phone. Sends succeed
 * while the window rules allow them, so that a preview fails where WhatsApp would.
 */
import { plainText } from '../messaging/content.ts';
import type { OutboundContent } from '../messaging/content.ts';
import type { VariableValue } from './basics.ts';
import { compileFlow } from './compile.ts';
import type { CompiledFlow } from './compile.ts';
import type { FlowDoc } from './document.ts';
import { advance, initialState } from './engine.ts';
import type { Command, EngineEvent, Facts, RunState, SendResult, TraceStep } from './run.ts';
import { compileTriggers, matchKeyword } from './triggers.ts';

const WINDOW_MS = 24 * 60 * 60 * 1000;
/** A turn has at most 10 sends in production; a script may chain turns, but not for ever. */
const MAX_STEPS_PER_ACTION = 2_000;

export type SimulatedAction =
  /** The person writes; starts the flow when no run is active and a keyword matches. */
  | { kind: 'say'; text: string }
  | { kind: 'press'; id: string; title?: string }
  /** The contact gets a tag; starts the flow when no run is active and a trigger waits for it. */
  | { kind: 'tag'; tag: string }
  /** Time passes; deadlines on the way fire at their own moment. */
  | { kind: 'wait'; ms: number }
  /** Jumps to the next deadline, if there is one. */
  | { kind: 'skipToDeadline' }
  /** The next sends fail with this code. */
  | { kind: 'failSends'; times: number; code: string };

export type TranscriptEntry =
  | { kind: 'inbound'; at: string; text: string }
  | {
      kind: 'outbound';
      at: string;
      nodeId: string;
      text: string;
      content: OutboundContent;
      result: SendResult;
    }
  | { kind: 'command'; at: string; command: Exclude<Command, { kind: 'send' }> }
  | { kind: 'ended'; at: string; outcome: string; reason: string };

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

export interface SimulationOptions {
  now?: Date;
  contact?: Partial<Facts['contact']>;
  templates?: Facts['templates'];
  windowExpiresAt?: string | null;
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
  readonly transcript: TranscriptEntry[] = [];
  readonly trace: TraceStep[] = [];
  state: RunState = initialState();
  facts: Facts;
  now: Date;
  private messages = 0;
  private failing: { times: number; code: string } = { times: 0, code: '' };

  constructor(doc: FlowDoc, options: SimulationOptions) {
    this.flow = compileFlow(doc);
    this.now = options.now ?? new Date('2026-01-05T09:00:00.000Z');
    this.facts = {
      runId: 'simulated',
      contact: {
        id: 'simulated',
        name: 'Maya Lindholm',
        phone: '+15550100100',
        locale: 'en_US',
        timeZone: 'UTC',
        tags: [],
        attributes: {},
        ...options.contact,
      },
      conversation: { mode: 'bot', windowExpiresAt: options.windowExpiresAt ?? null },
      templates: options.templates ?? {},
    };
  }

  do(action: SimulatedAction): void {
    switch (action.kind) {
      case 'say':
        return this.inbound(action.text, null);
      case 'press':
        return this.inbound(null, { id: action.id, title: action.title ?? action.id });
      case 'tag':
        return this.tag(action.tag);
      case 'wait':
        return this.moveTo(new Date(this.now.getTime() + action.ms));
      case 'skipToDeadline': {
        const until = this.deadline();
        return until === null ? undefined : this.moveTo(until);
      }
      case 'failSends':
        this.failing = { times: action.times, code: action.code };
    }
  }

  private inbound(text: string | null, press: { id: string; title: string } | null): void {
    this.messages += 1;
    const at = this.now.toISOString();
    const message = {
      messageId: `in-${this.messages}`,
      type: press ? 'interactive' : 'text',
      text,
      press,
      at,
    };
    this.transcript.push({ kind: 'inbound', at, text: text ?? press?.title ?? '' });
    this.setConversation({ windowExpiresAt: new Date(this.now.getTime() + WINDOW_MS).toISOString() });
    if (this.isActive()) return this.feed({ kind: 'reply', message });
    const trigger =
      text === null ? undefined : compileTriggers(this.flow.doc).find((one) => matchKeyword(one, text));
    if (trigger) this.start({ kind: 'started', triggerNodeId: trigger.nodeId, message });
  }

  private tag(tag: string): void {
    if (!this.facts.contact.tags.includes(tag)) this.setContact({ tags: [...this.facts.contact.tags, tag] });
    const trigger = compileTriggers(this.flow.doc).find((one) => one.kind === 'tag' && one.tag === tag);
    if (trigger && !this.isActive())
      this.start({ kind: 'started', triggerNodeId: trigger.nodeId, message: null });
  }

  private moveTo(end: Date): void {
    for (let steps = 0; steps < MAX_STEPS_PER_ACTION; steps += 1) {
      const until = this.deadline();
      if (until === null || until > end) break;
      if (until > this.now) this.now = until;
      this.feed({ kind: 'deadline' });
    }
    if (end > this.now) this.now = end;
  }

  private deadline(): Date | null {
    const { wait } = this.state;
    return wait === null || wait.kind === 'send' || wait.until === null ? null : new Date(wait.until);
  }

  private isActive(): boolean {
    return this.state.wait !== null;
  }

  private start(event: EngineEvent): void {
    this.state = initialState();
    this.feed(event);
  }

  private feed(first: EngineEvent): void {
    let event: EngineEvent | null = first;
    for (let steps = 0; event !== null && steps < MAX_STEPS_PER_ACTION; steps += 1) {
      const wasEnded: boolean = this.state.ended !== null;
      const result = advance(this.flow, this.state, event, this.facts, this.now);
      this.state = result.state;
      this.trace.push(...result.trace);
      event = this.perform(result.commands);
      const { ended } = this.state;
      if (ended !== null && !wasEnded)
        this.transcript.push({ kind: 'ended', at: this.now.toISOString(), ...ended });
    }
  }

  /** @returns the result of a send, to be fed back. */
  private perform(commands: readonly Command[]): EngineEvent | null {
    let sent: EngineEvent | null = null;
    for (const command of commands) {
      if (command.kind === 'send')
        sent = { kind: 'sendResult', ordinal: command.ordinal, result: this.send(command) };
      else this.apply(command);
    }
    return sent;
  }

  private apply(command: Exclude<Command, { kind: 'send' }>): void {
    const { contact } = this.facts;
    this.transcript.push({ kind: 'command', at: this.now.toISOString(), command });
    switch (command.kind) {
      case 'setAttribute': {
        const change: Record<string, VariableValue> = { [command.name]: command.value };
        return this.setContact({ attributes: { ...contact.attributes, ...change } });
      }
      case 'addTag':
        return this.setContact({ tags: [...contact.tags.filter((tag) => tag !== command.tag), command.tag] });
      case 'removeTag':
        return this.setContact({ tags: contact.tags.filter((tag) => tag !== command.tag) });
      case 'assign':
        return this.setConversation({ mode: 'human' });
    }
  }

  private send(command: Extract<Command, { kind: 'send' }>): SendResult {
    const isOpen = this.isWindowOpen();
    const content = !isOpen && command.fallback !== undefined ? command.fallback : command.content;
    const result = this.resultOf(content, isOpen);
    const at = this.now.toISOString();
    this.transcript.push({
      kind: 'outbound',
      at,
      nodeId: command.nodeId,
      text: plainText(content),
      content,
      result,
    });
    return result;
  }

  private resultOf(content: OutboundContent, isOpen: boolean): SendResult {
    if (this.failing.times > 0) {
      this.failing = { ...this.failing, times: this.failing.times - 1 };
      return {
        outcome: 'failed',
        error: { code: this.failing.code, title: 'Failed on request of the script' },
      };
    }
    if (content.type !== 'template' && !isOpen) {
      return { outcome: 'failed', error: { code: 'window_closed', title: 'The 24-hour window is closed' } };
    }
    return { outcome: 'sent' };
  }

  private isWindowOpen(): boolean {
    const expiresAt = this.facts.conversation?.windowExpiresAt ?? null;
    return expiresAt !== null && Date.parse(expiresAt) > this.now.getTime();
  }

  private setContact(change: Partial<Facts['contact']>): void {
    this.facts = { ...this.facts, contact: { ...this.facts.contact, ...change } };
  }

  private setConversation(change: Partial<NonNullable<Facts['conversation']>>): void {
    const before = this.facts.conversation ?? { mode: 'bot' as const, windowExpiresAt: null };
    this.facts = { ...this.facts, conversation: { ...before, ...change } };
  }
}
