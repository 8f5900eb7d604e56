import type { TriggerEvent } from '../../events.ts';
import type { TriggerSpec } from '../contract.ts';
import { normaliseText } from '../shared/normalise.ts';
import { matchesSomewhere, MAX_MATCHED_LENGTH, patternProblem } from '../shared/pattern.ts';
import type { Keyword, KeywordTriggerData } from './manifest.ts';
import { containsWords } from './words.ts';

export const trigger: TriggerSpec<KeywordTriggerData> = {
  listens: (data) => (usable(data).length > 0 ? ['message'] : []),
  fires: (data, event) => matching(data, event).length > 0,
  specificity: (data, event) =>
    Math.max(0, ...(event ? matching(data, event) : usable(data)).map(({ match }) => SPECIFICITY[match])),
  interrupts: (data) => data.interrupts === true,
};

const SPECIFICITY: Record<Keyword['match'], number> = { exact: 100, contains: 90, regex: 80 };

/**
 * `exact` compares the whole text, `contains` looks for whole words; case, accents, surrounding punctuation and spaces
 * don't count. `regex` looks for a pattern in the text as it was written, up to its 4,096th character.
 */
export function matchesKeyword({ match, text: keyword }: Keyword, text: string): boolean {
  if (match === 'regex') return matchesSomewhere(patternOf(keyword), text.slice(0, MAX_MATCHED_LENGTH));
  const wanted = normaliseText(keyword);
  if (wanted === '') return false;
  const message = normaliseText(text);
  return match === 'exact' ? message === wanted : containsWords(message, wanted);
}

function matching(data: KeywordTriggerData, event: TriggerEvent): Keyword[] {
  const words = event.kind === 'message' ? (event.text ?? event.press?.title ?? null) : null;
  return words === null ? [] : usable(data).filter((keyword) => matchesKeyword(keyword, words));
}

function usable(data: KeywordTriggerData): Keyword[] {
  return data.keywords.filter(({ match, text }) =>
    match === 'regex'
      ? text.trim() !== '' && patternProblem(patternOf(text)) === null
      : normaliseText(text) !== '',
  );
}

/** Case doesn't count, and a dot stands for a line break, too. */
export function patternOf(text: string): string {
  return `(?is)${text.trim()}`;
}
