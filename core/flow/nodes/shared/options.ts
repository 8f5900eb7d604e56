/** Which of the offered options a message of the person means. */
import type { InboundReply } from '../../run.ts';
import { ownNumber, resemble, typedNumber } from './loose-titles.ts';
import { normaliseText } from './normalise.ts';

export interface Option {
  id: string;
  title: string;
}

/**
 * A press counts by its id, whatever its title says; a typed answer by its title or by its number ("2").
 * @returns null when it is none of them. A press of another message's button is none of ours.
 */
export function chosenOption<Choice extends Option>(
  options: readonly Choice[],
  message: InboundReply,
): Choice | null {
  if (message.press !== null) {
    if (message.press.isElsewhere === true) return null;
    const pressed = options.find((option) => option.id === message.press?.id);
    if (pressed) return pressed;
    // Quick replies of a template carry their own title as id, so here the title is all there is to go by.
    return message.press.id === message.press.title ? optionByText(options, message.press.title) : null;
  }
  const words = wordsOf(message);
  return words === null ? null : optionByText(options, words);
}

/** By the title as it is, then by one title alone that resembles it, then by number: the title's own, else its place. */
function optionByText<Choice extends Option>(options: readonly Choice[], text: string): Choice | null {
  const typed = normaliseText(text);
  const exact = options.find(({ title }) =>
    typed === '' ? title.trim() === text.trim() : normaliseText(title) === typed,
  );
  if (exact) return exact;
  const alike = options.filter(({ title }) => resemble(title, text));
  if (alike.length > 0) return alike.length === 1 ? (alike[0] ?? null) : null;
  const number = typedNumber(text);
  if (number === null) return null;
  const numbered = options.filter(({ title }) => ownNumber(title) === number);
  return (numbered.length === 1 ? numbered[0] : options[number - 1]) ?? null;
}

/** What the person answered in words: the typed text, else the title of what was pressed. The note of an order is no answer. */
export function wordsOf({ text, press, order }: InboundReply): string | null {
  return order ? null : (text ?? press?.title ?? null);
}
