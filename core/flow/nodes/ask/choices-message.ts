/** How a question that takes several answers looks, with what is picked so far. */
import type { OfferedOption } from '../../run.ts';
import type { StepInput, StepOutcome } from '../contract.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { freeFormSend, renderField } from '../shared/sending.ts';
import type { Composed } from '../shared/steps.ts';
import { renderTitle } from '../shared/titles.ts';
import { PICKED, questionLimit } from './manifest.ts';
import type { AskData, ChoiceData } from './manifest.ts';
import { cut, DONE_ID, DROP_PREFIX, labelOf, pageOf } from './options.ts';
import type { Choosable } from './options.ts';

export type ChoicesData = AskData & { validation: Extract<ChoiceData, { kind: 'choices' }> };

export interface Question {
  data: ChoicesData;
  input: StepInput;
  options: readonly Choosable[];
}

/** Ends the picking where nothing is picked; the other one doesn't, so that an old press isn't taken for an answer of none. */
export const DONE_EMPTY_ID = `${DONE_ID}none`;

/** Titles that are cut more than this tell nothing. */
const MIN_LINE = 8;

/** @param repeat when the last answer was wrong */
export function show(
  question: Question,
  picked: readonly string[],
  start: number,
  repeat?: { tries: number; problem: string },
): StepOutcome {
  const { data, input } = question;
  const template = repeat && data.retryText.trim() !== '' ? data.retryText : data.text;
  const words = renderField(input, template, questionLimit(data.validation));
  if ('problem' in words) return { kind: 'fault', fault: words.problem };
  const message =
    data.validation.show === 'list'
      ? asList(question, words.text, picked, start)
      : asText(question, words.text, picked);
  if ('problem' in message) return { kind: 'fault', fault: message.problem };
  return freeFormSend(input, message, data.fallback, repeat);
}

function asText(question: Question, words: string, picked: readonly string[]): Composed {
  const { options } = question;
  const limit = WHATSAPP_LIMITS.text;
  const ending = progressLine(question, picked);
  const lines = cutLines(options, picked, limit - words.length - 2 - ending.length);
  if (lines === null) {
    const message = `The question and its options have more than the ${limit} characters that WhatsApp takes.`;
    return { problem: { code: 'text_too_long', message } };
  }
  const text = `${words}\n\n${lines.join('\n')}${ending}`;
  return { content: { type: 'text', text }, offered: pickedOf(options, picked) };
}

function asList(question: Question, words: string, picked: readonly string[], start: number): Composed {
  const { data, input, options } = question;
  const { validation } = data;
  const button = renderTitle(input, validation.listButton, WHATSAPP_LIMITS.listButton);
  if ('problem' in button) return button;
  const doneId = picked.length === 0 ? DONE_EMPTY_ID : DONE_ID;
  const done = isEnough(question, picked) ? [{ id: doneId, title: doneLabel(data, input) }] : [];
  const more = labelOf(input, validation.from?.more ?? '', 'More…', WHATSAPP_LIMITS.rowTitle);
  const page = pageOf(options, start, WHATSAPP_LIMITS.listRows - done.length, more);
  const rows = [
    ...page.shown.map(({ id, title, description }) => ({
      id: picked.includes(id) ? `${DROP_PREFIX}${id}` : id,
      title: `${markOf(id, picked)}${title}`,
      ...(description && { description }),
    })),
    ...page.more,
    ...done,
  ];
  const numbered = numberedBody(question, words, picked);
  const fits = (text: string) => text.length <= WHATSAPP_LIMITS.interactiveBody;
  const isNumbered = fits(numbered);
  const shorter = [shortBody(question, words, picked), `${words}${progressLine(question, picked)}`];
  const body = isNumbered ? numbered : (shorter.find(fits) ?? words);
  // The page that is shown comes first, so that the same one is shown again; then all else that was picked.
  const shown = page.shown.map(({ id, title }, at) => ({
    ...asOffered(id, title, picked),
    ...(!isNumbered && { place: at + 1 }),
  }));
  const elsewhere = options.filter((option) => !page.shown.includes(option));
  return {
    content: { type: 'list', body, button: button.text, sections: [{ rows }] },
    offered: [...shown, ...pickedOf(elsewhere, picked)],
  };
}

function numberedBody(question: Question, words: string, picked: readonly string[]): string {
  const lines = question.options.map(
    ({ id, fullTitle }, at) => `${at + 1}. ${markOf(id, picked)}${fullTitle}`,
  );
  return `${words}\n\n${lines.join('\n')}${progressLine(question, picked)}`;
}

function shortBody(question: Question, words: string, picked: readonly string[]): string {
  const titles = pickedOf(question.options, picked).map(({ title }) => title);
  if (titles.length === 0) return words;
  const progress = progressOf(question, picked);
  return `${words}\n\n${PICKED}${titles.join(', ')}${progress === null ? '' : ` (${progress})`}`;
}

/** "1/3" while something is picked and more is wanted: figures need no language. */
function progressOf({ data, options }: Question, picked: readonly string[]): string | null {
  const least = Math.min(data.validation.min, options.length);
  return picked.length > 0 && picked.length < least ? `${picked.length}/${least}` : null;
}

function progressLine(question: Question, picked: readonly string[]): string {
  const progress = progressOf(question, picked);
  return progress === null ? '' : `\n\n${PICKED}${progress}`;
}

/** Numbered lines that need no more room than this, the longest cut first; null when too little of them would be left. */
function cutLines(
  options: readonly Choosable[],
  picked: readonly string[],
  maxLength: number,
): string[] | null {
  const starts = options.map(({ id }, at) => `${at + 1}. ${markOf(id, picked)}`);
  let room = maxLength - starts.join('\n').length;
  let longest = Infinity;
  const lengths = options.map(({ fullTitle }) => fullTitle.length).sort((a, b) => a - b);
  for (const [at, length] of lengths.entries()) {
    const share = Math.floor(room / (lengths.length - at));
    if (length > share) {
      longest = share;
      break;
    }
    room -= length;
  }
  if (longest < MIN_LINE) return null;
  return options.map(({ fullTitle }, at) => `${starts[at] ?? ''}${cut(fullTitle, longest)}`);
}

function pickedOf(options: readonly Choosable[], picked: readonly string[]): OfferedOption[] {
  return options.filter(({ id }) => picked.includes(id)).map(({ id, title }) => asOffered(id, title, picked));
}

function asOffered(id: string, title: string, picked: readonly string[]): OfferedOption {
  return { id, title, ...(picked.includes(id) && { isPicked: true as const }) };
}

function markOf(id: string, picked: readonly string[]): string {
  return picked.includes(id) ? PICKED : '';
}

export function isEnough({ data, options }: Question, picked: readonly string[]): boolean {
  const { min, max } = data.validation;
  return picked.length >= Math.min(min, options.length) && picked.length <= (max ?? options.length);
}

export function doneLabel({ validation }: ChoicesData, input: StepInput): string {
  return labelOf(input, validation.done, 'Done', WHATSAPP_LIMITS.rowTitle);
}
