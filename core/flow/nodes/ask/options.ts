/** What a question offers, made of the author's options or of the rows of a list, and how much of it one message shows. */
import type { VariableValue } from '../../basics.ts';
import type { OfferedOption } from '../../run.ts';
import type { StepFault, StepInput } from '../contract.ts';
import { shareOf } from '../shared/hash.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { normaliseText } from '../shared/normalise.ts';
import { renderOptional } from '../shared/render.ts';
import { renderTitle } from '../shared/titles.ts';
import { valueAs } from '../shared/values.ts';
import type { ChoiceData, FromList } from './manifest.ts';

export interface Choosable {
  /** The same for the same row at every send of this step, so that a press on an older message is read right. */
  id: string;
  /** As the phone shows it: no longer than it takes, and no other reads the same. */
  title: string;
  fullTitle: string;
  description?: string;
  saved: VariableValue;
}

type Fault = { problem: StepFault };

/** Ids of our own rows: no option's id has a colon. */
export const DONE_ID = 'done:';
const MORE_PREFIX = 'more:';
export const DROP_PREFIX = 'drop:';

export function choosables(
  input: StepInput,
  data: ChoiceData,
  maxTitleLength: number,
): { options: Choosable[] } | Fault {
  const { options, from } = data;
  if (from) return ofRows(input, data, from, maxTitleLength);
  const made: Choosable[] = [];
  const distinct = distinctTitles(input, data, options.length, maxTitleLength);
  for (const { id, title: template, description: words } of options) {
    const title = renderTitle(input, template, maxTitleLength);
    if ('problem' in title) return title;
    const description = renderOptional(input, words, WHATSAPP_LIMITS.rowDescription);
    if ('problem' in description) return description;
    made.push({
      id,
      title: distinct(title.text),
      fullTitle: title.text,
      ...(description.text !== '' && { description: description.text }),
      saved: { id, title: title.text },
    });
  }
  return { options: made };
}

/** What a service sends fits no limit by itself: long titles are cut, and the whole then stands below. Rows without a title are left out. */
function ofRows(
  input: StepInput,
  data: ChoiceData,
  from: FromList,
  maxTitleLength: number,
): { options: Choosable[] } | Fault {
  const held = Object.hasOwn(input.variables, from.list) ? (input.variables[from.list] ?? null) : null;
  const list = valueAs(held, 'list');
  const items = Array.isArray(list) ? list : [];
  const made: Choosable[] = [];
  const distinct = distinctTitles(input, data, items.length, maxTitleLength);
  const seen = new Map<string, number>();
  for (const item of items) {
    const title = input.render(from.title, { item });
    if ('problem' in title) return title;
    const words = input.render(from.description ?? '', { item });
    if ('problem' in words) return words;
    const fullTitle = oneLine(title.text);
    if (fullTitle === '') continue;
    const content = JSON.stringify(item);
    const times = (seen.get(content) ?? 0) + 1;
    seen.set(content, times);
    const shown = distinct(fullTitle);
    const description = cut(
      oneLine(words.text) || (shown === fullTitle ? '' : fullTitle),
      WHATSAPP_LIMITS.rowDescription,
    );
    made.push({
      id: idOf(`${input.nodePath} ${times} ${content}`),
      title: shown,
      fullTitle,
      ...(description !== '' && { description }),
      saved: savedOf(from, item, fullTitle),
    });
  }
  return { options: made };
}

function savedOf({ save, field = '' }: FromList, item: Record<string, VariableValue>, title: string) {
  if (save === 'title') return title;
  if (save === 'item') return item as VariableValue;
  return Object.hasOwn(item, field) ? (item[field] ?? null) : null;
}

/** Two hashes of 32 bits: a hundred rows don't meet. */
function idOf(content: string): string {
  const part = (text: string) => Math.floor(shareOf(text) * 2 ** 32).toString(36);
  return `row_${part(content)}${part(`${content} `)}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** With an ellipsis for what had no room. */
export function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  return `${text.slice(0, maxLength - 1).trimEnd()}…`.toWellFormed();
}

/**
 * Makes titles differ from each other and from those of our own rows: WhatsApp wants it, and so does whoever types one.
 *
 * @param count how many options there are
 */
function distinctTitles(input: StepInput, data: ChoiceData, count: number, maxLength: number) {
  const taken = new Set(ownLabels(input, data, count).map(keyOf));
  /** Where the search for a free number goes on. */
  const numbers = new Map<string, number>();
  return (title: string): string => {
    const key = keyOf(cut(title, maxLength));
    for (let number = numbers.get(key) ?? 1; ; number += 1) {
      const ending = number === 1 ? '' : ` (${number})`;
      const shown = `${cut(title, maxLength - ending.length)}${ending}`;
      if (taken.has(keyOf(shown))) continue;
      taken.add(keyOf(shown));
      numbers.set(key, number + 1);
      return shown;
    }
  };
}

/** Texts of punctuation only are compared as they are. */
function keyOf(title: string): string {
  return normaliseText(title) || title;
}

/** Titles of the rows that are added to the options of a message. */
function ownLabels(input: StepInput, data: ChoiceData, count: number): string[] {
  if (data.show === 'text') return [];
  const isButtons = data.show === 'buttons';
  const done = data.kind === 'choices' ? [labelOf(input, data.done, 'Done', WHATSAPP_LIMITS.rowTitle)] : [];
  const size = (isButtons ? WHATSAPP_LIMITS.buttons : WHATSAPP_LIMITS.listRows) - done.length;
  if (count <= size) return done;
  const maxLength = isButtons ? WHATSAPP_LIMITS.buttonTitle : WHATSAPP_LIMITS.rowTitle;
  return [labelOf(input, data.from?.more ?? '', 'More…', maxLength), ...done];
}

/** The options that one message shows from `start` on, and the one that leads to the next, when not all of them fit. */
export function pageOf(
  options: readonly Choosable[],
  start: number,
  size: number,
  moreTitle: string,
): { shown: Choosable[]; more: OfferedOption[] } {
  const rest = options.slice(start < options.length ? start : 0);
  if (rest.length <= size) return { shown: rest, more: [] };
  const shown = rest.slice(0, size - 1);
  return {
    shown,
    more: [{ id: `${MORE_PREFIX}${options.length - rest.length + shown.length}`, title: moreTitle }],
  };
}

/** Where the page begins that a row leads to; null for every other id. */
export function startOf(id: string): number | null {
  const number = id.startsWith(MORE_PREFIX) ? Number(id.slice(MORE_PREFIX.length)) : Number.NaN;
  return Number.isSafeInteger(number) && number >= 0 ? number : null;
}

/** Where the page begins that the person sees. */
export function shownFrom(options: readonly Choosable[], offered: readonly OfferedOption[]): number {
  return Math.max(
    0,
    options.findIndex(({ id }) => id === offered[0]?.id),
  );
}

/** The label of one of our own rows; one that can't be filled in is what it always was. */
export function labelOf(input: StepInput, template: string, otherwise: string, maxLength: number): string {
  const rendered = input.render(template);
  const text = 'text' in rendered ? oneLine(rendered.text) : '';
  return cut(text || otherwise, maxLength);
}
