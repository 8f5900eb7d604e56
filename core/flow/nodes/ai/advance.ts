import type { VariableValue } from '../../basics.ts';
import type { CallResult } from '../../calls.ts';
import type { StepInput, StepOutcome } from '../contract.ts';
import { freeFormSend } from '../shared/sending.ts';
import { brokenGuard, requiredLanguage } from './guards.ts';
import { DONE_PORT, FALLBACK_PORT } from './manifest.ts';
import type { AiData, AiDataField, AiExtract, AiReply } from './manifest.ts';
import { questionFor, REPLY_FIELD } from './question.ts';

/** Of a long text the model gets the beginning. */
const MAX_PROMPT_LENGTH = 8_000;

export function advance(data: AiData, input: StepInput): StepOutcome {
  switch (input.event.kind) {
    case 'entered':
      return ask(data, input);
    case 'called':
      return judge(data, input, input.event.result);
    case 'sent':
      return { kind: 'leave', port: DONE_PORT };
    case 'sendFailed':
      return fault(input.event.error.code, input.event.error.title);
    default:
      return { kind: 'keepWaiting' };
  }
}

function ask(data: AiData, input: StepInput): StepOutcome {
  const rendered = input.render(data.prompt);
  if ('problem' in rendered) return { kind: 'fault', fault: rendered.problem };
  const prompt = rendered.text.trim().slice(0, MAX_PROMPT_LENGTH).toWellFormed();
  if (prompt === '') return fault('text_empty', 'The prompt is empty once its variables are filled in.');
  return { kind: 'call', request: questionFor(data, prompt, languageOf(data, input)) };
}

function judge(data: AiData, input: StepInput, result: CallResult): StepOutcome {
  switch (result.outcome) {
    case 'answer':
      return data.output.mode === 'reply'
        ? takeReply(data, data.output, input, result)
        : takeFields(data.output, result.fields);
    case 'failed': {
      const { code, title } = result.error;
      return code === 'ai_refused' || code === 'ai_unusable_answer' ? toFallback(code) : fault(code, title);
    }
    case 'response':
      return fault('call_failed', 'The result is not one of a language model.');
  }
}

function takeReply(
  data: AiData,
  output: AiReply,
  input: StepInput,
  answer: Extract<CallResult, { outcome: 'answer' }>,
): StepOutcome {
  const said = answer.text ?? (Object.hasOwn(answer.fields, REPLY_FIELD) ? answer.fields[REPLY_FIELD] : null);
  const text = typeof said === 'string' ? said.trim() : '';
  if (text === '') return toFallback('ai_unusable_answer');
  const { onlyKnowledge } = data;
  const broken = brokenGuard({ text, fields: answer.fields }, output.guards, {
    onlyKnowledge,
    language: languageOf(data, input),
  });
  if (broken !== null) return toFallback(broken);
  const variables: Record<string, VariableValue> = output.saveAs === '' ? {} : { [output.saveAs]: text };
  if (!output.isSent) return { kind: 'leave', port: DONE_PORT, variables };
  // NOTE: as it is, never through Liquid: the model's words are nobody's template.
  const send = freeFormSend(input, { content: { type: 'text', text } }, data.fallback);
  return send.kind === 'send' ? { ...send, variables } : send;
}

function takeFields({ fields }: AiExtract, given: Readonly<Record<string, VariableValue>>): StepOutcome {
  const variables: [string, VariableValue][] = [];
  for (const field of fields) {
    if (field.name === '') continue;
    const value = Object.hasOwn(given, field.name) ? (given[field.name] ?? null) : null;
    if (value === null && field.isRequired) return toFallback('ai_missing_value');
    if (value !== null && !fits(value, field)) return toFallback('ai_unusable_answer');
    variables.push([field.name, value]);
  }
  return { kind: 'leave', port: DONE_PORT, variables: Object.fromEntries(variables) };
}

/** The host has checked this too; a recorded answer of an older version may still be different. */
function fits(value: Exclude<VariableValue, null>, { type, options }: AiDataField): boolean {
  switch (type) {
    case 'text': {
      const allowed = options.map((option) => option.trim()).filter((option) => option !== '');
      return typeof value === 'string' && (allowed.length === 0 || allowed.includes(value));
    }
    case 'date':
      return typeof value === 'string';
    case 'number':
    case 'boolean':
      return typeof value === type;
  }
}

/** Null when any will do; only a reply has one. */
function languageOf({ output }: AiData, { contact }: StepInput): string | null {
  return output.mode === 'reply' ? requiredLanguage(output.guards.language, contact.locale) : null;
}

function toFallback(problem: string): StepOutcome {
  return { kind: 'leave', port: FALLBACK_PORT, problem };
}

function fault(code: string, message: string): StepOutcome {
  return { kind: 'fault', fault: { code, message } };
}
