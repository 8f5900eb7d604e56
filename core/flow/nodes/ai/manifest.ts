import { z } from 'zod';
import type { VariableWrite } from '../contract.ts';
import { FAILED_PORT } from '../contract.ts';
import type { NodeManifest } from '../contract.ts';
import { CALL_LIMITS, callClock } from '../shared/call-clock.ts';
import { fallbackTemplate, label, liquidText, variableName } from '../shared/fields.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { excerpt } from '../shared/summary.ts';
import { freeForm, templateTexts, text } from '../shared/uses.ts';

export const DONE_PORT = 'done';
export const FALLBACK_PORT = 'fallback';

const AI_LIMITS = {
  instructions: 8_000,
  knowledge: 20_000,
  historyMessages: 50,
  fields: 20,
  options: 30,
  topics: 20,
};

/** An OpenAI-compatible endpoint. */
const connection = z.strictObject({
  /** Up to and with `/v1`. */
  baseUrl: z.string().max(1_000),
  /** Name of the secret that holds the API key; empty for an endpoint without one. */
  secret: z.string().max(64),
});

/** What a reply must keep to; one that doesn't is never sent, and the run goes on at `fallback`. */
const guards = z.strictObject({
  /** Characters. */
  maxLength: z.int().min(1).max(WHATSAPP_LIMITS.text),
  /** `word`: as whole words, whatever their case and accents. `pattern`: a regular expression (RE2). */
  forbidden: z
    .array(z.strictObject({ match: z.enum(['word', 'pattern']), text: z.string().max(500) }))
    .max(50),
  /** Code such as `de`; `contact` takes the contact's language; empty allows any. */
  language: z.string().max(20),
  /** What the model is not to talk about. */
  refusedTopics: z.array(z.string().max(200)).max(AI_LIMITS.topics),
});

const reply = z.strictObject({
  mode: z.literal('reply'),
  saveAs: variableName,
  /** Send it to the person; else it is only saved. */
  isSent: z.boolean(),
  guards,
});

const field = z.strictObject({
  /** The variable that takes the value. */
  name: variableName,
  type: z.enum(['text', 'number', 'boolean', 'date']),
  /** What the model is to look for. */
  description: z.string().max(500),
  /** Of a text: the only values allowed; none means any. */
  options: z.array(z.string().max(200)).max(AI_LIMITS.options),
  /** Without a value the run goes on at `fallback`. */
  isRequired: z.boolean(),
});

const extract = z.strictObject({ mode: z.literal('extract'), fields: z.array(field).max(AI_LIMITS.fields) });

const schema = z.strictObject({
  label,
  connection,
  model: z.string().max(200),
  /** For the model, as they stand: placeholders aren't filled in, so that nothing a person writes can get in here. */
  instructions: z.string().max(AI_LIMITS.instructions),
  /** What the model may know, as it stands. */
  knowledge: z.string().max(AI_LIMITS.knowledge),
  /** A question that `knowledge` doesn't answer goes to `fallback`. */
  onlyKnowledge: z.boolean(),
  /** The person's words, given to the model as such. */
  prompt: liquidText,
  historyMessages: z.int().min(0).max(AI_LIMITS.historyMessages),
  output: z.discriminatedUnion('mode', [reply, extract]),
  maxOutputTokens: z.int().min(1).max(8_000),
  /** Null: the model's own. */
  temperature: z.number().min(0).max(2).nullable(),
  /** For one attempt. */
  timeoutMs: z.int().min(CALL_LIMITS.minTimeoutMs).max(CALL_LIMITS.maxTimeoutMs),
  attempts: z.int().min(1).max(CALL_LIMITS.attempts),
  fallback: fallbackTemplate,
});

export type AiData = z.infer<typeof schema>;
export type AiReply = z.infer<typeof reply>;
export type AiExtract = z.infer<typeof extract>;
export type AiGuards = z.infer<typeof guards>;
export type AiDataField = z.infer<typeof field>;

export const manifest: NodeManifest<'ai', AiData> = {
  type: 'ai',
  typeVersion: 1,
  family: 'data',
  title: 'AI',
  docs:
    'Lets a language model answer the person, or find facts in what they wrote. The person’s words reach the model as the person’s, never as instructions, ' +
    'and what it answers is only ever text: a reply that breaks a guard goes to Fallback unsent. Don’t give it what the person must not learn: somebody may talk it out of the model.',
  schema,
  defaults: () => ({
    connection: { baseUrl: 'https://api.openai.com/v1', secret: '' },
    model: '',
    instructions: '',
    knowledge: '',
    onlyKnowledge: false,
    prompt: '{{ trigger.text }}',
    historyMessages: 10,
    output: {
      mode: 'reply',
      saveAs: '',
      isSent: true,
      guards: { maxLength: 1_000, forbidden: [], language: '', refusedTopics: [] },
    },
    maxOutputTokens: 1_000,
    temperature: null,
    timeoutMs: 20_000,
    attempts: 2,
  }),
  ports: () => [
    { id: DONE_PORT, label: 'Done' },
    { id: FALLBACK_PORT, label: 'Fallback' },
    { id: FAILED_PORT, label: 'Failed', optional: true },
  ],
  summary: ({ output, instructions, model }) => {
    const words = excerpt(instructions, model === '' ? 'No model yet' : model);
    if (output.mode === 'reply') return `Answers: ${words}`;
    const names = output.fields.map(({ name }) => name).filter((name) => name !== '');
    return names.length === 0 ? 'Finds nothing yet' : excerpt(`Finds ${names.join(', ')}`, '');
  },
  limits: {
    instructions: AI_LIMITS.instructions,
    knowledge: AI_LIMITS.knowledge,
    historyMessages: AI_LIMITS.historyMessages,
    fields: AI_LIMITS.fields,
    options: AI_LIMITS.options,
    topics: AI_LIMITS.topics,
    reply: WHATSAPP_LIMITS.text,
    attempts: CALL_LIMITS.attempts,
    timeoutMs: CALL_LIMITS.maxTimeoutMs,
  },
  clock: (data) => callClock(data),
  texts: (data) => [...text('prompt', data.prompt), ...templateTexts(data.fallback, 'fallback.')],
  messages: ({ output, fallback }) =>
    output.mode === 'reply' && output.isSent ? freeForm('output.isSent', fallback) : [],
  writes: ({ output }): VariableWrite[] => {
    if (output.mode === 'reply') {
      const { saveAs: name } = output;
      return name === '' ? [] : [{ field: 'output.saveAs', name, type: 'text', ports: [DONE_PORT] }];
    }
    return output.fields.flatMap(({ name, type }, index): VariableWrite[] =>
      name === '' ? [] : [{ field: `output.fields.${index}.name`, name, type, ports: [DONE_PORT] }],
    );
  },
  secrets: ({ connection: { secret } }) => (secret === '' ? [] : [{ field: 'connection.secret', secret }]),
};
