import type { TriggerEvent } from '../../events.ts';
import type { TriggerSpec } from '../contract.ts';
import { normaliseText } from '../shared/normalise.ts';
import { patternProblem } from '../shared/pattern.ts';
import type { Keyword, KeywordTriggerData } from './manifest.ts';
import { messageOf } from './message.ts';
import type { KeywordMessage } from './message.ts';
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
 * don't count. `regex` looks for a pattern in the beginning of the text as it was written.
 */
export function matchesKeyword({ match, text: keyword }: Keyword, message: KeywordMessage): boolean {
  if (match === 'regex') return keyword.trim() !== '' && message.fits(patternOf(keyword));
  const wanted = normaliseText(keyword);
  if (wanted === '') return false;
  return match === 'exact' ? message.plain === wanted : containsWords(message.plain, wanted);
}

function matching(data: KeywordTriggerData, event: TriggerEvent): Keyword[] {
  const message = messageOf(event);
  return message === null ? [] : data.keywords.filter((keyword) => matchesKeyword(keyword, message));
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
