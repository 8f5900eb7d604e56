/** Decides whether a reply may be sent. Each answer has its own code, for the trace of the run. */
import type { VariableValue } from '../../basics.ts';
import { containsWords } from '../keyword-trigger/words.ts';
import { normaliseText } from '../shared/normalise.ts';
import { matchesSomewhere } from '../shared/pattern.ts';
import type { AiGuards } from './manifest.ts';
import { COVERED_FIELD, LANGUAGE_FIELD, TOPIC_FIELD, topicsOf } from './question.ts';
import { isInScriptOf } from './scripts.ts';

export type BrokenGuard =
  'ai_refused_topic' | 'ai_not_covered' | 'ai_wrong_language' | 'ai_reply_too_long' | 'ai_forbidden_words';

export interface JudgedReply {
  text: string;
  /** What the model said about its reply. */
  fields: Readonly<Record<string, VariableValue>>;
}

/** The first guard that the reply breaks, null when it may be sent. Whatever wasn't judged counts as broken. */
export function brokenGuard(
  { text, fields }: JudgedReply,
  guards: AiGuards,
  { onlyKnowledge, language }: { onlyKnowledge: boolean; language: string | null },
): BrokenGuard | null {
  const topics = topicsOf(guards.refusedTopics);
  const topic = own(fields, TOPIC_FIELD);
  if (topics.length > 0 && (typeof topic !== 'string' || topics.includes(topic))) return 'ai_refused_topic';
  if (onlyKnowledge && own(fields, COVERED_FIELD) !== true) return 'ai_not_covered';
  if (language !== null) {
    const said = own(fields, LANGUAGE_FIELD);
    const isSaid = typeof said === 'string' && primaryLanguage(said) === language;
    if (!isSaid || !isInScriptOf(text, language)) return 'ai_wrong_language';
  }
  if (text.length > guards.maxLength) return 'ai_reply_too_long';
  return guards.forbidden.some((rule) => isForbidden(text, rule)) ? 'ai_forbidden_words' : null;
}

function isForbidden(text: string, { match, text: forbidden }: AiGuards['forbidden'][number]): boolean {
  if (match === 'pattern') return forbidden.trim() !== '' && matchesSomewhere(forbidden, text);
  const words = normaliseText(forbidden);
  if (words === '') return forbidden.trim() !== '' && text.includes(forbidden.trim());
  return containsWords(normaliseText(text), words);
}

/**
 * The code that a reply must be in: `de` of `de`, `de-AT` and `de_AT`.
 * @returns null when any language will do, or the contact's isn't known
 */
export function requiredLanguage(setting: string, contactLocale: string | null): string | null {
  const wanted = setting.trim() === 'contact' ? (contactLocale ?? '') : setting;
  return primaryLanguage(wanted);
}

function primaryLanguage(code: string): string | null {
  const primary = (code.trim().split(/[-_]/)[0] ?? '').toLowerCase();
  return /^[a-z]{2,3}$/.test(primary) ? primary : null;
}

function own(fields: JudgedReply['fields'], name: string): VariableValue {
  return Object.hasOwn(fields, name) ? (fields[name] ?? null) : null;
}
