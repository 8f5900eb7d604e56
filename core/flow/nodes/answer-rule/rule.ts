import type { InboundReply } from '../../run.ts';
import type { RuleSpec } from '../contract.ts';
import { answerKinds } from './manifest.ts';
import type { AnswerKind, AnswerRuleData } from './manifest.ts';

/** Of two rules for one kind, the one that is for fewer kinds is the more special. */
export const rule: RuleSpec<AnswerRuleData> = {
  on: 'wrongAnswer',
  fits: ({ kinds }, message) =>
    kinds.includes(answerKindOf(message)) ? answerKinds.length - kinds.length : null,
};

export function answerKindOf(message: InboundReply): AnswerKind {
  const { type, text, press, location, media, form, order } = message;
  // The words with an order are about what was ordered.
  if (order) return 'other';
  if (media) return media.kind;
  if (location) return 'location';
  if (type === 'contacts') return 'contact';
  return !form && (text !== null || press !== null) ? 'text' : 'other';
}
