import type { Conversation, PhoneNumber } from '../model.ts';
import type { State } from '../state.ts';

/**
 * Takes one message from a number's throughput, a bucket of one second's worth. Inbound messages count too, but are
 * never refused (reference section 7.1). Returns false when the bucket is empty.
 */
export function takeThroughput(state: State, number: PhoneNumber, now: number): boolean {
  const perSecond = state.settings.throughput;
  if (perSecond === 0) return true;
  const refilled = number.tokens + ((now - number.tokensAt) * perSecond) / 1000;
  number.tokens = Math.min(perSecond, Math.max(0, refilled));
  number.tokensAt = now;
  if (number.tokens < 1) return false;
  number.tokens -= 1;
  return true;
}

/** Takes one message from the bucket of this number and this person (reference section 7.2). */
export function takePair(state: State, conversation: Conversation, now: number): boolean {
  const limit = state.settings.pairLimit;
  if (limit === null) return true;
  const refilled = conversation.pairTokens + (now - conversation.pairTokensAt) / limit.refillMs;
  conversation.pairTokens = Math.min(limit.burst, Math.max(0, refilled));
  conversation.pairTokensAt = now;
  if (conversation.pairTokens < 1) return false;
  conversation.pairTokens -= 1;
  return true;
}
