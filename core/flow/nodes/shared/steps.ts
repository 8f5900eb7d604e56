/** The life of steps that send one message: what happens between entering and leaving is the same for all of them. */
import type { OutboundContent, ReplyOption } from '../../../messaging/content.ts';
import type { InboundReply } from '../../run.ts';
import { FAILED_PORT } from '../contract.ts';
import type { Port, StepFault, StepInput, StepOutcome } from '../contract.ts';
import { deadlineOrNever } from './duration.ts';
import type { TemplateUseData } from './fields.ts';
import { NO_REPLY_PORT, noReplyPort } from './replies.ts';
import { freeFormSend } from './sending.ts';

export const SENT_PORT = 'sent';
export const OTHER_PORT = 'other';

const failedPort: Port = { id: FAILED_PORT, label: 'Failed', optional: true };

/** Ways out of a step that goes on as soon as its message is sent. */
export function sentPorts(): Port[] {
  return [{ id: SENT_PORT, label: 'Sent' }, failedPort];
}

/** Ways out of a step that waits: `answers` first, then what all of them have. */
export function answerPorts(answers: readonly Port[], timeoutMs: number | null): Port[] {
  return [
    ...answers,
    { id: OTHER_PORT, label: 'Other answer', optional: true },
    noReplyPort(timeoutMs),
    failedPort,
  ];
}

/** A free-form message that is complete, or why it can't be built. */
export type Composed = { content: OutboundContent; offered?: ReplyOption[] } | { problem: StepFault };

/** The send of a composed message, with the node's template for a closed window. */
export function sendComposed(
  input: StepInput,
  composed: Composed,
  fallback: TemplateUseData | undefined,
): StepOutcome {
  if ('problem' in composed) return { kind: 'fault', fault: composed.problem };
  return freeFormSend(input, composed, fallback);
}

/** What a step makes of an answer that is one of its own: no keyword goes before that. */
export function asChosen(outcome: StepOutcome): StepOutcome {
  return outcome.kind === 'leave' || outcome.kind === 'send' ? { ...outcome, isChosen: true } : outcome;
}

/** Sends what `compose` makes and leaves by `sent`. */
export function sendAndGoOn(input: StepInput, compose: () => StepOutcome): StepOutcome {
  switch (input.event.kind) {
    case 'entered':
      return compose();
    case 'sent':
      return { kind: 'leave', port: SENT_PORT };
    case 'sendFailed':
      return { kind: 'fault', fault: { code: input.event.error.code, message: input.event.error.title } };
    default:
      return { kind: 'keepWaiting' };
  }
}

/**
 * Sends what `compose` makes and waits for an answer.
 * @param judge null when the message is none of the answers: it leaves by `other` where something is connected there
 */
export function sendAndWait(
  input: StepInput,
  timeoutMs: number | null,
  compose: () => StepOutcome,
  judge: (message: InboundReply) => StepOutcome | null,
): StepOutcome {
  switch (input.event.kind) {
    case 'sent':
      return { kind: 'waitForReply', until: deadlineOrNever(input.now, timeoutMs) };
    case 'reply': {
      const outcome = judge(input.event.message);
      if (outcome !== null) return outcome;
      return input.hasEdge(OTHER_PORT) ? { kind: 'leave', port: OTHER_PORT } : { kind: 'keepWaiting' };
    }
    case 'deadline':
      return { kind: 'leave', port: NO_REPLY_PORT };
    default:
      return sendAndGoOn(input, compose);
  }
}
