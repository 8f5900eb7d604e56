/**
 * A question that takes several answers. WhatsApp has no message for that: rows are pressed one after the other, each press answered by
 * the same list with what is picked so far, until the row that ends it; or everything is typed at once, which ends it by itself.
 */
import type { ListItem } from '../../basics.ts';
import { isItem, listOf } from '../../lists.ts';
import type { InboundReply, OfferedOption } from '../../run.ts';
import type { StepInput, StepOutcome } from '../contract.ts';
import { deadlineOrNever } from '../shared/duration.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { sameText } from '../shared/normalise.ts';
import { chosenOption } from '../shared/options.ts';
import { NO_REPLY_PORT } from '../shared/replies.ts';
import { freeFormSend, renderField } from '../shared/sending.ts';
import { asChosen } from '../shared/steps.ts';
import { renderTitle } from '../shared/titles.ts';
import { choiceTitleLimit, PICKED } from './manifest.ts';
import type { AskData, ChoiceData } from './manifest.ts';
import { choosables, DONE_ID, DROP_PREFIX, labelOf, pageOf, shownFrom, startOf } from './options.ts';
import type { Choosable } from './options.ts';
import { nothingToChoose } from './rows.ts';

type ChoicesData = AskData & { validation: Extract<ChoiceData, { kind: 'choices' }> };

interface Question {
  data: ChoicesData;
  input: StepInput;
  options: readonly Choosable[];
}

export function advanceChoices(data: ChoicesData, input: StepInput): StepOutcome {
  const { event } = input;
  switch (event.kind) {
    case 'sent':
      return { kind: 'waitForReply', until: deadlineOrNever(input.now, data.timeoutMs) };
    case 'sendFailed':
      return { kind: 'fault', fault: { code: event.error.code, message: event.error.title } };
    case 'deadline':
      return { kind: 'leave', port: NO_REPLY_PORT };
    case 'entered':
    case 'reply': {
      const made = choosables(input, data.validation, choiceTitleLimit(data.validation));
      if ('problem' in made) return { kind: 'fault', fault: made.problem };
      if (made.options.length === 0) return data.validation.from ? nothingToChoose : noOptions;
      const question = { data, input, options: made.options };
      return event.kind === 'entered' ? show(question, [], 0) : judge(question, event.message);
    }
    default:
      return { kind: 'keepWaiting' };
  }
}

const noOptions: StepOutcome = {
  kind: 'fault',
  fault: { code: 'no_options', message: 'The question offers nothing to choose from.' },
};

function judge(question: Question, message: InboundReply): StepOutcome {
  const { data, input, options } = question;
  const picked = input.offered.flatMap(({ id, isPicked }) => (isPicked === true ? [id] : []));
  const start = shownFrom(options, input.offered);
  const { press } = message;
  if (press === null) {
    const typed = typedPicks(question, message, picked);
    if (typed === null) return ask(question, picked, start);
    return asChosen(isEnough(question, typed) ? leave(question, typed) : ask(question, picked, start));
  }
  if (press.isElsewhere === true) return ask(question, picked, start);
  if (press.id === DONE_ID)
    return asChosen(isEnough(question, picked) ? leave(question, picked) : ask(question, picked, start));
  const next = startOf(press.id);
  if (next !== null) return asChosen(show(question, picked, next));
  const isDropped = press.id.startsWith(DROP_PREFIX);
  const id = isDropped ? press.id.slice(DROP_PREFIX.length) : press.id;
  if (!options.some((option) => option.id === id)) return ask(question, picked, start);
  const others = picked.filter((one) => one !== id);
  const now = isDropped ? others : [...others, id];
  const isFull = now.length >= Math.min(data.validation.max ?? options.length, options.length);
  const isOver = isFull && !isDropped && isEnough(question, now);
  return asChosen(isOver ? leave(question, now) : show(question, now, start));
}

function isEnough({ data, options }: Question, picked: readonly string[]): boolean {
  const { min, max } = data.validation;
  return picked.length >= Math.min(min, options.length) && picked.length <= (max ?? options.length);
}

/** "1, 3", "Ham and olives", "1 3", or the words of the row that ends it; null when a part of it is none of the options. */
function typedPicks(
  { data, input, options }: Question,
  message: InboundReply,
  picked: readonly string[],
): string[] | null {
  const { text } = message;
  if (text === null) return null;
  if (sameText(text, doneLabel(data, input))) return [...picked];
  const named = options.map(({ id, fullTitle }) => ({ id, title: fullTitle }));
  const one = chosenOption(named, message);
  if (one) return [...new Set([...picked, one.id])];
  const ids: string[] = [];
  for (const part of partsOf(text)) {
    const meant = chosenOption(named, { ...message, text: part });
    if (meant === null) return null;
    ids.push(meant.id);
  }
  return ids.length === 0 ? null : [...new Set([...picked, ...ids])];
}

/** "and" in the languages of most of those who write to businesses. */
const BETWEEN = /[,;+&\n،、]|\s(?:and|und|y|e|et|en|och|og|ve|dan|и|و|और)\s/iu;

function partsOf(text: string): string[] {
  const parts = /^[\d\s.]+$/u.test(text) ? text.split(/[\s.]+/u) : text.split(BETWEEN);
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function leave({ data, options }: Question, picked: readonly string[]): StepOutcome {
  // In the order in which they were offered.
  const rows = options.filter(({ id }) => picked.includes(id)).map(({ saved }) => saved);
  const list: ListItem[] = listOf(rows.map((row) => (isItem(row) ? row : { value: row }))).list;
  const saved = data.saveAs === '' ? {} : { variables: { [data.saveAs]: list } };
  return { kind: 'leave', port: 'valid', ...saved };
}

/** Again, because the answer was none, or none that is enough. */
function ask(question: Question, picked: readonly string[], start: number): StepOutcome {
  const { data, input } = question;
  const tries = input.tries + 1;
  if (tries >= data.tries) return { kind: 'leave', port: 'gave-up', problem: 'wrong_answer' };
  return show(question, picked, start, { tries, problem: 'wrong_answer' });
}

function show(
  question: Question,
  picked: readonly string[],
  start: number,
  repeat?: { tries: number; problem: string },
): StepOutcome {
  const { data, input, options } = question;
  const { validation } = data;
  const isList = validation.show === 'list';
  const template = repeat && data.retryText.trim() !== '' ? data.retryText : data.text;
  const limit = isList ? WHATSAPP_LIMITS.interactiveBody : WHATSAPP_LIMITS.text;
  const words = renderField(input, template, limit);
  if ('problem' in words) return { kind: 'fault', fault: words.problem };
  const isPicked = (id: string) => picked.includes(id);
  const numbered = options.map(
    ({ id, fullTitle }, index) => `${index + 1}. ${isPicked(id) ? PICKED : ''}${fullTitle}`,
  );
  const whole = `${words.text}\n\n${numbered.join('\n')}`;
  const chosen = options.filter(({ id }) => isPicked(id)).map(({ title }) => title);
  const short = chosen.length === 0 ? words.text : `${words.text}\n\n${PICKED}${chosen.join(', ')}`;
  if (!isList) {
    const text = whole.length <= limit ? whole : null;
    if (text === null) return tooLong(limit);
    return freeFormSend(
      input,
      { content: { type: 'text', text }, offered: offer([], [], options) },
      data.fallback,
      repeat,
    );
  }
  const button = renderTitle(input, validation.listButton, WHATSAPP_LIMITS.listButton);
  if ('problem' in button) return { kind: 'fault', fault: button.problem };
  const isOver = isEnough(question, picked);
  const done = isOver ? [{ id: DONE_ID, title: doneLabel(data, input) }] : [];
  const more = labelOf(input, validation.from?.more ?? '', 'More…', WHATSAPP_LIMITS.rowTitle);
  const page = pageOf(options, start, WHATSAPP_LIMITS.listRows - done.length, more);
  const rows = [
    ...page.shown.map(({ id, title, description }) => ({
      id: isPicked(id) ? `${DROP_PREFIX}${id}` : id,
      title: isPicked(id) ? `${PICKED}${title}` : title,
      ...(description && { description }),
    })),
    ...page.more,
    ...done,
  ];
  const body = [whole, short, words.text].find((text) => text.length <= limit) ?? words.text;
  const content = { type: 'list' as const, body, button: button.text, sections: [{ rows }] };
  return freeFormSend(input, { content, offered: offer(page.shown, picked, options) }, data.fallback, repeat);
}

/** The page that is shown comes first, so that the same one is shown again; then all else, for what was picked. */
function offer(
  shown: readonly Choosable[],
  picked: readonly string[],
  options: readonly Choosable[],
): OfferedOption[] {
  const rest = options.filter((option) => !shown.includes(option) && picked.includes(option.id));
  return [...shown, ...rest].map(({ id, title }) => ({
    id,
    title,
    ...(picked.includes(id) && { isPicked: true as const }),
  }));
}

function doneLabel({ validation }: ChoicesData, input: StepInput): string {
  return labelOf(input, validation.done, 'Done', WHATSAPP_LIMITS.rowTitle);
}

function tooLong(limit: number): StepOutcome {
  const message = `The question and its options have more than the ${limit} characters that WhatsApp takes.`;
  return { kind: 'fault', fault: { code: 'text_too_long', message } };
}
