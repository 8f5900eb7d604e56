import type { InboundReply } from '../../run.ts';
import { WRONG_ANSWER } from '../contract.ts';
import type { StepInput, StepOutcome } from '../contract.ts';
import { deadlineOrNever } from '../shared/duration.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { NO_REPLY_PORT } from '../shared/replies.ts';
import { freeFormSend, renderField } from '../shared/sending.ts';
import type { Composed } from '../shared/steps.ts';
import { localTimeOf } from '../shared/time-zone.ts';
import { asOffered, renderOptions, renderTitle } from '../shared/titles.ts';
import { readAnswer } from './answers.ts';
import { converseChoices } from './choices.ts';
import type { AskData, AskValidation } from './manifest.ts';
import { converseRows } from './rows.ts';

export function advance(data: AskData, input: StepInput): StepOutcome {
  switch (input.event.kind) {
    case 'entered':
      return converse(data, input, null);
    case 'sent':
      return { kind: 'waitForReply', until: deadlineOrNever(input.now, data.timeoutMs) };
    case 'sendFailed':
      return { kind: 'fault', fault: { code: input.event.error.code, message: input.event.error.title } };
    case 'reply':
      return converse(data, input, input.event.message);
    case 'deadline':
      return { kind: 'leave', port: NO_REPLY_PORT };
    default:
      return { kind: 'keepWaiting' };
  }
}

/** @param message the answer; null when the question is still to be asked */
function converse(data: AskData, input: StepInput, message: InboundReply | null): StepOutcome {
  const { validation } = data;
  if (validation.kind === 'choices') return converseChoices({ ...data, validation }, input, message);
  if (validation.kind === 'choice' && validation.from) {
    const { from } = validation;
    return converseRows({ ...data, validation: { ...validation, from } }, input, message);
  }
  return message === null ? ask(data, input, data.text) : judge(data, input, message);
}

/** What is asked for in these can't be mistaken for a keyword. */
const NOT_IN_WORDS: ReadonlySet<AskValidation['kind']> = new Set(['choice', 'media', 'location']);

function judge(data: AskData, input: StepInput, message: InboundReply): StepOutcome {
  const shown = asShown(data.validation, input);
  if (shown.kind === 'choices') return { kind: 'keepWaiting' };
  const answer = readAnswer(shown, message, {
    contactPhone: input.contact.phone,
    locale: input.contact.locale,
    today: localTimeOf(input.now, input.timeZone).dayMs,
  });
  if (answer !== null) {
    return {
      kind: 'leave',
      port: 'valid',
      ...(NOT_IN_WORDS.has(data.validation.kind) ? { isChosen: true as const } : {}),
      ...(data.saveAs === '' ? {} : { variables: { [data.saveAs]: answer } }),
    };
  }
  const tries = input.tries + 1;
  if (tries >= data.tries) return { kind: 'leave', port: 'gave-up', problem: WRONG_ANSWER };
  const repeated = data.retryText.trim() === '' ? data.text : data.retryText;
  return ask(data, input, repeated, { tries, problem: WRONG_ANSWER });
}

function ask(
  data: AskData,
  input: StepInput,
  template: string,
  repeat?: { tries: number; problem: string },
): StepOutcome {
  const maxLength =
    data.validation.kind === 'choice' ? WHATSAPP_LIMITS.interactiveBody : WHATSAPP_LIMITS.text;
  const rendered = renderField(input, template, maxLength);
  if ('problem' in rendered) return { kind: 'fault', fault: rendered.problem };
  const question = compose(data, input, rendered.text);
  if ('problem' in question) return { kind: 'fault', fault: question.problem };
  return freeFormSend(input, question, data.fallback, repeat);
}

function compose({ validation }: AskData, input: StepInput, body: string): Composed {
  // Flows from before the button may ask at greater length: a place can be shared without it.
  if (validation.kind === 'location' && body.length <= WHATSAPP_LIMITS.interactiveBody)
    return { content: { type: 'locationRequest', body } };
  if (validation.kind !== 'choice') return { content: { type: 'text', text: body } };
  if (validation.options.length === 0) {
    return { problem: { code: 'no_options', message: 'The question offers nothing to choose from.' } };
  }
  if (validation.show === 'buttons') {
    const titled = renderOptions(
      input,
      validation.options.map(({ id, title }) => ({ id, title })),
      WHATSAPP_LIMITS.buttonTitle,
    );
    if ('problem' in titled) return titled;
    const { options, ...rest } = titled;
    return { content: { type: 'buttons', body, buttons: options }, ...rest };
  }
  const button = renderTitle(input, validation.listButton, WHATSAPP_LIMITS.listButton);
  if ('problem' in button) return button;
  const titled = renderOptions(input, validation.options, WHATSAPP_LIMITS.rowTitle);
  if ('problem' in titled) return titled;
  const { options, ...rest } = titled;
  return { content: { type: 'list', body, button: button.text, sections: [{ rows: options }] }, ...rest };
}

/** The saved answer is the title that the person chose by. */
function asShown(validation: AskValidation, input: StepInput): AskValidation {
  if (validation.kind !== 'choice') return validation;
  return { ...validation, options: asOffered(input, validation.options) };
}
