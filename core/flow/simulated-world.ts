/**
 * What a simulated run meets: a contact, a conversation, a clock. Sends succeed while the window rules allow them, so that a
 * preview fails where WhatsApp would; calls to other systems are answered by the caller.
 */
import { plainText } from '../messaging/content.ts';
import type { OutboundContent } from '../messaging/content.ts';
import { WINDOW_LENGTH_MS } from '../messaging/window.ts';
import type { Scalar } from './basics.ts';
import type { CallRequest, CallResult } from './calls.ts';
import type { Command, Facts, SendResult } from './run.ts';

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
  | { kind: 'call'; at: string; nodeId: string; request: CallRequest; result: CallResult }
  | { kind: 'command'; at: string; command: ContactChange }
  | { kind: 'ended'; at: string; outcome: string; reason: string };

export type ContactChange = Exclude<Command, { kind: 'send' | 'call' }>;

export interface WorldOptions {
  now?: Date;
  contact?: Partial<Facts['contact']>;
  templates?: Facts['templates'];
  organization?: Facts['organization'];
  windowExpiresAt?: string | null;
  /** Answers HTTP requests and questions to a model; without it they fail as unreachable. */
  answerCall?: (request: CallRequest, nodeId: string) => CallResult;
}

const unreachable: CallResult = {
  outcome: 'failed',
  error: { code: 'call_unreachable', title: 'Nothing answers calls in this simulation' },
};

/** Changes by what a run commands and by what its caller says; it begins nothing by itself. */
export class SimulatedWorld {
  readonly transcript: TranscriptEntry[] = [];
  facts: Facts;
  now: Date;
  private readonly answerCall: NonNullable<WorldOptions['answerCall']>;
  private failing: { times: number; code: string } = { times: 0, code: '' };

  constructor(options: WorldOptions) {
    this.now = options.now ?? new Date('2026-01-05T09:00:00.000Z');
    this.answerCall = options.answerCall ?? (() => unreachable);
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
      conversation: {
        ...{ mode: 'bot', windowExpiresAt: options.windowExpiresAt ?? null },
        ...{ number: '+1 555 010 0001', team: null, status: 'open' },
      },
      templates: options.templates ?? {},
      unaskedSendsAt: [],
      ...(options.organization ? { organization: options.organization } : {}),
    };
  }

  /** @param isAnswering whether the person expects it */
  send(command: Extract<Command, { kind: 'send' }>, isAnswering: boolean): SendResult {
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
    if (!isAnswering && result.outcome !== 'failed')
      this.facts = { ...this.facts, unaskedSendsAt: [at, ...(this.facts.unaskedSendsAt ?? [])] };
    return result;
  }

  call({ nodeId, request }: Extract<Command, { kind: 'call' }>): CallResult {
    const result = this.answerCall(request, nodeId);
    this.transcript.push({ kind: 'call', at: this.now.toISOString(), nodeId, request, result });
    return result;
  }

  apply(command: ContactChange): void {
    const { contact } = this.facts;
    this.transcript.push({ kind: 'command', at: this.now.toISOString(), command });
    switch (command.kind) {
      case 'setAttribute': {
        const change: Record<string, Scalar> = { [command.name]: command.value };
        return this.setContact({ attributes: { ...contact.attributes, ...change } });
      }
      case 'setContact':
        return this.setContact({ [command.field]: command.value });
      case 'addTag':
        return this.setContact({ tags: [...contact.tags.filter((tag) => tag !== command.tag), command.tag] });
      case 'removeTag':
        return this.setContact({ tags: contact.tags.filter((tag) => tag !== command.tag) });
      case 'assign':
        return this.setConversation({ mode: 'human', status: 'open' });
      case 'resolve':
        return this.resolve();
      case 'resumeBot':
        return this.setConversation({ mode: 'bot' });
      case 'setConsent':
      case 'reachGoal':
        return;
    }
  }

  /** The next sends fail with this code. */
  failSends(times: number, code: string): void {
    this.failing = { times, code };
  }

  /** What a message of the person does to its conversation. */
  openWindow(): void {
    const windowExpiresAt = new Date(this.now.getTime() + WINDOW_LENGTH_MS).toISOString();
    this.setConversation({ windowExpiresAt, status: 'open' });
  }

  resolve(): void {
    this.setConversation({ status: 'resolved' });
  }

  setContact(change: Partial<Facts['contact']>): void {
    this.facts = { ...this.facts, contact: { ...this.facts.contact, ...change } };
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

  private setConversation(change: Partial<NonNullable<Facts['conversation']>>): void {
    const before = this.facts.conversation ?? { mode: 'bot' as const, windowExpiresAt: null };
    this.facts = { ...this.facts, conversation: { ...before, ...change } };
  }
}
