/** A message as keywords see it. All that look for words in it look at the same one, so what they share is found once. */
import type { TriggerEvent } from '../../events.ts';
import { normaliseText } from '../shared/normalise.ts';
import { matchesSomewhere, patternSteps } from '../shared/pattern.ts';

/** Patterns are looked for in this many characters from the beginning. */
export const MAX_PATTERN_CHARACTERS = 1_000;

/**
 * Work of the patterns that are looked for in one message; one that would go beyond matches nothing. Looking costs the steps of
 * the pattern times the characters of the message, making it ready what follows here. Enough for 25 common patterns (20 steps) on
 * the longest message and for 300 on a usual one; the worst patterns then take some 50 ms, however many flows there are.
 */
const MAX_PATTERN_WORK = 500_000;
const WORK_A_PATTERN = 500;
const WORK_A_STEP = 20;

export interface KeywordMessage {
  /** As words are compared. */
  plain: string;
  /** Whether a pattern is in the message. */
  fits(this: void, pattern: string): boolean;
}

const keptMessages = new WeakMap<object, KeywordMessage>();

/** What a person wrote, or the title of what was pressed; null when there are no words. */
export function messageOf(event: TriggerEvent): KeywordMessage | null {
  return event.kind === 'message' ? wordsIn(event) : null;
}

/** The same of a message in any shape; read once as long as the object lives. No keyword stands in the note of an order. */
export function wordsIn(said: {
  text: string | null;
  press: { title: string } | null;
  order?: object | null;
  isOrder?: boolean;
}): KeywordMessage | null {
  const text = said.text ?? said.press?.title ?? null;
  if (text === null || said.order || said.isOrder === true) return null;
  const message = keptMessages.get(said) ?? readMessage(text);
  keptMessages.set(said, message);
  return message;
}

export function readMessage(text: string): KeywordMessage {
  const beginning = text.slice(0, MAX_PATTERN_CHARACTERS);
  const found = new Map<string, boolean>();
  let workLeft = MAX_PATTERN_WORK;
  const look = (pattern: string): boolean => {
    if (workLeft <= 0) return false;
    const steps = patternSteps(pattern);
    workLeft -= WORK_A_PATTERN + steps * WORK_A_STEP;
    const work = steps * beginning.length;
    if (work > workLeft) return false;
    workLeft -= work;
    return matchesSomewhere(pattern, beginning);
  };
  return {
    plain: normaliseText(text),
    fits(pattern) {
      const fits = found.get(pattern) ?? look(pattern);
      found.set(pattern, fits);
      return fits;
    },
  };
}
