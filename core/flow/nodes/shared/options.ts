/** Which of the offered options a message of the person means. */
import type { InboundReply } from '../../run.ts';
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
  return message.text === null ? null : optionByText(options, message.text);
}

function optionByText<Choice extends Option>(options: readonly Choice[], text: string): Choice | null {
  const typed = normaliseText(text);
  if (typed === '') return options.find((option) => option.title.trim() === text.trim()) ?? null;
  const byTitle = options.find((option) => normaliseText(option.title) === typed);
  if (byTitle) return byTitle;
  return /^[1-9]\d?$/.test(typed) ? (options[Number(typed) - 1] ?? null) : null;
}

/** What the person said, in words: the typed text, else the title of what was pressed. */
export function wordsOf(message: InboundReply): string | null {
  return message.text ?? message.press?.title ?? null;
}
