/**
 * A question that takes several answers. WhatsApp has no message for that: rows are pressed one after the other, each press answered by
 * the same list with what is picked so far, until the row that ends it; or everything is typed at once, which ends it by itself.
 */
import type { ListItem } from '../../basics.ts';
import { isItem, listOf } from '../../lists.ts';
import type { InboundReply } from '../../run.ts';
import { WRONG_ANSWER } from '../contract.ts';
import type { StepInput, StepOutcome } from '../contract.ts';
import { typedNumber } from '../shared/loose-titles.ts';
import { sameText } from '../shared/normalise.ts';
import { chosenOption } from '../shared/options.ts';
import type { Option } from '../shared/options.ts';
import { asChosen } from '../shared/steps.ts';
import { DONE_EMPTY_ID, doneLabel, isEnough, show } from './choices-message.ts';
import type { ChoicesData, Question } from './choices-message.ts';
import { choiceTitleLimit } from './manifest.ts';
import { choosables, DONE_ID, DROP_PREFIX, shownFrom, startOf } from './options.ts';
import { nothingToChoose } from './rows.ts';

/** @param message the answer; null when the question is still to be asked */
export function converseChoices(
  data: ChoicesData,
  input: StepInput,
  message: InboundReply | null,
): StepOutcome {
  const made = choosables(input, data.validation, choiceTitleLimit(data.validation));
  if ('problem' in made) return { kind: 'fault', fault: made.problem };
  if (made.options.length === 0) return data.validation.from ? nothingToChoose : noOptions;
  const question = { data, input, options: made.options };
  // Something is picked at the entry already when a rule has taken the run over and leads back.
  const picked = pickedSoFar(question);
  return message === null
    ? show(question, picked, shownFrom(made.options, input.offered))
    : judge(question, picked, message);
}

const noOptions: StepOutcome = {
  kind: 'fault',
  fault: { code: 'no_options', message: 'The question offers nothing to choose from.' },
};

function pickedSoFar({ input, options }: Question): string[] {
  const ids = new Set(options.map(({ id }) => id));
  return input.offered.flatMap(({ id, isPicked }) => (isPicked === true && ids.has(id) ? [id] : []));
}

function judge(question: Question, picked: readonly string[], message: InboundReply): StepOutcome {
  const { data, input, options } = question;
  const start = shownFrom(options, input.offered);
  const { press } = message;
  if (press === null) return judgeTyped(question, picked, start, message);
  if (press.isElsewhere === true) return ask(question, picked, start);
  // Of a message from before the question was asked anew.
  if (press.id === DONE_ID && picked.length === 0) return asChosen(show(question, picked, start));
  if (press.id === DONE_ID || press.id === DONE_EMPTY_ID)
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

/** Too few are kept, and cost no try as long as each answer adds to them. */
function judgeTyped(
  question: Question,
  picked: readonly string[],
  start: number,
  message: InboundReply,
): StepOutcome {
  const typed = typedPicks(question, message, picked);
  if (typed === null) return ask(question, picked, start);
  if (isEnough(question, typed)) return asChosen(leave(question, typed));
  const isProgress = typed.length > picked.length && typed.length < question.data.validation.min;
  return asChosen(isProgress ? show(question, typed, start) : ask(question, picked, start));
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
  const page = input.offered.filter(({ place }) => place !== undefined);
  const one = meantBy(message, named, page);
  if (one) return [...new Set([...picked, one.id])];
  const ids: string[] = [];
  for (const part of partsOf(text)) {
    const meant = meantBy({ ...message, text: part }, named, page);
    if (meant === null) return null;
    ids.push(meant.id);
  }
  return ids.length === 0 ? null : [...new Set([...picked, ...ids])];
}

/** A number is one of the words' own list, else, where they had no room for it, a place on the page that was shown. */
function meantBy(message: InboundReply, named: readonly Option[], page: readonly Option[]): Option | null {
  if (page.length === 0) return chosenOption(named, message);
  const shown = chosenOption(page, message);
  if (shown !== null || typedNumber(message.text ?? '') !== null) return shown;
  return chosenOption(named, message);
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
  if (tries >= data.tries) return { kind: 'leave', port: 'gave-up', problem: WRONG_ANSWER };
  return show(question, picked, start, { tries, problem: WRONG_ANSWER });
}
