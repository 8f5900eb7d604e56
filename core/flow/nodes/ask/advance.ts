import type { OutboundContent } from '../../../messaging/content.ts';
import type { InboundReply } from '../../run.ts';
import type { StepFault, StepInput, StepOutcome } from '../contract.ts';
import { deadlineOrNever } from '../shared/duration.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { NO_REPLY_PORT } from '../shared/replies.ts';
import { freeFormSend, renderField } from '../shared/sending.ts';
import { localTimeOf } from '../shared/time-zone.ts';
import { readAnswer } from './answers.ts';
import type { AskData } from './manifest.ts';

export function advance(data: AskData, input: StepInput): StepOutcome {
  switch (input.event.kind) {
    case 'entered':
      return ask(data, input, data.text);
    case 'sent':
      return { kind: 'waitForReply', until: deadlineOrNever(input.now, data.timeoutMs) };
    case 'sendFailed':
      return { kind: 'fault', fault: { code: input.event.error.code, message: input.event.error.title } };
    case 'reply':
      return judge(data, input, input.event.message);
    case 'deadline':
      return { kind: 'leave', port: NO_REPLY_PORT };
    default:
      return { kind: 'keepWaiting' };
  }
}

function judge(data: AskData, input: StepInput, message: InboundReply): StepOutcome {
  const answer = readAnswer(data.validation, message, {
    contactPhone: input.contact.phone,
    today: localTimeOf(input.now, input.timeZone).dayMs,
  });
  if (answer !== null) {
    return {
      kind: 'leave',
      port: 'valid',
      ...(data.saveAs === '' ? {} : { variables: { [data.saveAs]: answer } }),
    };
  }
  const tries = input.tries + 1;
  if (tries >= data.tries) return { kind: 'leave', port: 'gave-up', problem: 'wrong_answer' };
  const repeated = data.retryText.trim() === '' ? data.text : data.retryText;
  return ask(data, input, repeated, { tries, problem: 'wrong_answer' });
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
  const content = question(data, rendered.text);
  if ('problem' in content) return { kind: 'fault', fault: content.problem };
  return freeFormSend(input, content.content, data.fallback, repeat);
}

function question(data: AskData, body: string): { content: OutboundContent } | { problem: StepFault } {
  const { validation } = data;
  if (validation.kind !== 'choice') return { content: { type: 'text', text: body } };
  if (validation.options.length === 0) {
    return { problem: { code: 'no_options', message: 'The question offers nothing to choose from.' } };
  }
  if (validation.show === 'buttons') {
    const buttons = validation.options.map(({ id, title }) => ({ id, title }));
    return { content: { type: 'buttons', body, buttons } };
  }
  return {
    content: { type: 'list', body, button: validation.listButton, sections: [{ rows: validation.options }] },
  };
}
