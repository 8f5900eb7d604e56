import type { TriggerSpec } from '../contract.ts';
import { normaliseText } from '../shared/normalise.ts';
import { patternProblem } from '../shared/pattern.ts';
import type { Keyword, KeywordTriggerData } from './manifest.ts';
import { messageOf } from './message.ts';
import type { KeywordMessage } from './message.ts';
import { containsWords } from './words.ts';

export const trigger: TriggerSpec<KeywordTriggerData> = {
  listens: ({ keywords }) => (usable(keywords).length > 0 ? ['message'] : []),
  fires: ({ keywords }, event) => specificityOf(keywords, messageOf(event)) !== null,
  specificity: ({ keywords }, event) =>
    event
      ? (specificityOf(keywords, messageOf(event)) ?? 0)
      : Math.max(0, ...usable(keywords).map(({ match }) => SPECIFICITY[match])),
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

/** How special the best of the keywords in a message is; null: none is in it. */
export function specificityOf(keywords: readonly Keyword[], message: KeywordMessage | null): number | null {
  if (message === null) return null;
  const matching = keywords.filter((keyword) => matchesKeyword(keyword, message));
  return matching.length === 0 ? null : Math.max(...matching.map(({ match }) => SPECIFICITY[match]));
}

function usable(keywords: readonly Keyword[]): Keyword[] {
  return keywords.filter(({ match, text }) =>
    match === 'regex'
      ? text.trim() !== '' && patternProblem(patternOf(text)) === null
      : normaliseText(text) !== '',
  );
}

/** Case doesn't count, and a dot stands for a line break, too. */
export function patternOf(text: string): string {
  return `(?is)${text.trim()}`;
}
