/** A question whose options are the rows of a list: shown page by page, answered by a press, a title or a number. */
import type { InboundReply } from '../../run.ts';
import { WRONG_ANSWER } from '../contract.ts';
import type { StepInput, StepOutcome } from '../contract.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { typedNumber } from '../shared/loose-titles.ts';
import { chosenOption } from '../shared/options.ts';
import { freeFormSend, renderField } from '../shared/sending.ts';
import { asChosen } from '../shared/steps.ts';
import { renderTitle } from '../shared/titles.ts';
import { EMPTY_PORT } from './manifest.ts';
import type { AskData, ChoiceData, FromList } from './manifest.ts';
import { choosables, labelOf, pageOf, shownFrom, startOf } from './options.ts';
import type { Choosable } from './options.ts';

type RowsData = AskData & { validation: Extract<ChoiceData, { kind: 'choice' }> & { from: FromList } };

/** Problem of a step whose list has no rows. */
export const NOTHING_TO_CHOOSE = 'nothing_to_choose';

export const nothingToChoose: StepOutcome = { kind: 'leave', port: EMPTY_PORT, problem: NOTHING_TO_CHOOSE };

/** @param message the answer; null when the question is still to be asked */
export function converseRows(data: RowsData, input: StepInput, message: InboundReply | null): StepOutcome {
  const made = choosables(input, data.validation, limitsOf(data).title);
  if ('problem' in made) return { kind: 'fault', fault: made.problem };
  if (made.options.length === 0) return nothingToChoose;
  return message === null ? show(data, input, made.options, 0) : judge(data, input, made.options, message);
}

function limitsOf({ validation }: RowsData): { title: number; count: number } {
  return validation.show === 'buttons'
    ? { title: WHATSAPP_LIMITS.buttonTitle, count: WHATSAPP_LIMITS.buttons }
    : { title: WHATSAPP_LIMITS.rowTitle, count: WHATSAPP_LIMITS.listRows };
}

function judge(
  data: RowsData,
  input: StepInput,
  options: readonly Choosable[],
  message: InboundReply,
): StepOutcome {
  const id = chosenId(options, input, message);
  const chosen = options.find((option) => option.id === id);
  if (chosen) {
    const saved = data.saveAs === '' ? {} : { variables: { [data.saveAs]: chosen.saved } };
    return asChosen({ kind: 'leave', port: 'valid', ...saved });
  }
  const start = id === null ? null : startOf(id);
  if (start !== null) return asChosen(show(data, input, options, start));
  const tries = input.tries + 1;
  if (tries >= data.tries) return { kind: 'leave', port: 'gave-up', problem: WRONG_ANSWER };
  return show(data, input, options, shownFrom(options, input.offered), { tries, problem: WRONG_ANSWER });
}

/** A press on any page of this step counts; typed words and numbers first mean what the last message showed. */
function chosenId(
  options: readonly Choosable[],
  { offered }: StepInput,
  message: InboundReply,
): string | null {
  const { press, text } = message;
  if (press !== null && press.isElsewhere !== true) {
    if (options.some(({ id }) => id === press.id) || startOf(press.id) !== null) return press.id;
  }
  const onThisPage = chosenOption(offered, message);
  if (onThisPage) return onThisPage.id;
  if (press !== null || text === null || typedNumber(text) !== null) return null;
  const titles = options.map(({ id, fullTitle }) => ({ id, title: fullTitle }));
  return chosenOption(titles, message)?.id ?? null;
}

function show(
  data: RowsData,
  input: StepInput,
  options: readonly Choosable[],
  start: number,
  repeat?: { tries: number; problem: string },
): StepOutcome {
  const { validation } = data;
  const template = repeat && data.retryText.trim() !== '' ? data.retryText : data.text;
  const body = renderField(input, template, WHATSAPP_LIMITS.interactiveBody);
  if ('problem' in body) return { kind: 'fault', fault: body.problem };
  const { count, title } = limitsOf(data);
  const { shown, more } = pageOf(options, start, count, labelOf(input, validation.from.more, 'More…', title));
  const offered = [...shown.map((one) => ({ id: one.id, title: one.title })), ...more];
  if (validation.show === 'buttons') {
    const content = { type: 'buttons' as const, body: body.text, buttons: offered };
    return freeFormSend(input, { content, offered }, data.fallback, repeat);
  }
  const button = renderTitle(input, validation.listButton, WHATSAPP_LIMITS.listButton);
  if ('problem' in button) return { kind: 'fault', fault: button.problem };
  const rows = [
    ...shown.map(({ id, title: words, description }) => ({
      id,
      title: words,
      ...(description && { description }),
    })),
    ...more,
  ];
  const content = { type: 'list' as const, body: body.text, button: button.text, sections: [{ rows }] };
  return freeFormSend(input, { content, offered }, data.fallback, repeat);
}
