/**
 * One question to a language model behind an OpenAI-compatible endpoint, through the `ai` SDK. What a person wrote goes in as
 * the user's words, never into the instructions. The SDK's own retries, telemetry and warnings are off: retries are the
 * caller's, and nothing is sent anywhere but to the endpoint, by the guarded HTTP client.
 */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, jsonSchema, NoObjectGeneratedError, Output, type LanguageModelUsage } from 'ai';
import type { AiCall, AiField, CallResult } from '../../core/flow/calls.ts';
import type { HttpClient } from '../http/client.ts';
import { guardedFetch } from '../http/fetch.ts';
import { jsonSchemaOf, parseJsonText, readFields } from './answer-schema.ts';
import { ModelFailure, NO_TOKENS, type TokenUsage } from './failure.ts';
import { asModelFailure, refusalStatus } from './sdk-errors.ts';

export interface HistoryMessage {
  role: 'user' | 'assistant';
  text: string;
}

export interface ModelQuestion {
  call: AiCall;
  apiKey: string | null;
  /** The conversation so far, oldest first, without the prompt. */
  history: readonly HistoryMessage[];
}

export interface ModelAnswer {
  result: Extract<CallResult, { outcome: 'answer' }>;
  usage: TokenUsage;
}

// The SDK prints hints about models to the console unless this is set.
(globalThis as { AI_SDK_LOG_WARNINGS?: boolean }).AI_SDK_LOG_WARNINGS = false;

/** @throws ModelFailure, and nothing else */
export async function askModel(http: HttpClient, question: ModelQuestion): Promise<ModelAnswer> {
  const { output, timeoutMs } = question.call;
  // A question may take two requests; both share its time.
  const ask: Ask = { http, question, signal: AbortSignal.timeout(timeoutMs) };
  try {
    return output.kind === 'text' ? await askForText(ask) : await askForFields(ask, output.fields);
  } catch (error) {
    throw asModelFailure(error);
  }
}

interface Ask {
  http: HttpClient;
  question: ModelQuestion;
  signal: AbortSignal;
}

async function askForText(ask: Ask): Promise<ModelAnswer> {
  const answer = await generateText(settingsOf(ask, true));
  const usage = tokensOf(answer.usage);
  checkEnd(answer.finishReason, usage);
  const text = answer.text.trim();
  if (text === '') throw unusable('The model said nothing.', usage);
  return { result: { outcome: 'answer', text, fields: {} }, usage };
}

async function askForFields(ask: Ask, fields: AiField[]): Promise<ModelAnswer> {
  try {
    return await askInJson(ask, fields, true);
  } catch (error) {
    // Endpoints that know no schemas refuse the request as it stands; they may still write JSON when told to.
    const status = refusalStatus(error);
    if (status !== 400 && status !== 422) throw error;
    return askInJson(ask, fields, false);
  }
}

async function askInJson(ask: Ask, fields: AiField[], withSchema: boolean): Promise<ModelAnswer> {
  const schema = jsonSchemaOf(fields);
  const settings = settingsOf(ask, withSchema);
  const told = `Answer with one JSON object that fits this JSON Schema, and with nothing else: ${JSON.stringify(schema)}`;
  try {
    const answer = await generateText({
      ...settings,
      ...(withSchema ? {} : { instructions: `${ask.question.call.instructions}\n\n${told}` }),
      output: Output.object({ schema: jsonSchema<unknown>(schema), name: 'answer' }),
    });
    const usage = tokensOf(answer.usage);
    checkEnd(answer.finishReason, usage);
    return fieldsAnswer(fields, answer.output, usage);
  } catch (error) {
    if (!NoObjectGeneratedError.isInstance(error)) throw error;
    const usage = tokensOf(error.usage);
    checkEnd(error.finishReason, usage);
    return fieldsAnswer(fields, parseJsonText(error.text ?? ''), usage);
  }
}

function fieldsAnswer(fields: AiField[], answer: unknown, usage: TokenUsage): ModelAnswer {
  const read = readFields(fields, answer);
  if ('problem' in read) throw unusable(read.problem, usage);
  return { result: { outcome: 'answer', text: null, fields: read.fields }, usage };
}

function settingsOf({ http, question, signal }: Ask, withSchema: boolean) {
  const { call, apiKey, history } = question;
  const provider = createOpenAICompatible({
    name: 'model',
    baseURL: call.baseUrl,
    ...(apiKey === null ? {} : { apiKey }),
    supportsStructuredOutputs: withSchema,
    fetch: guardedFetch(http, call.timeoutMs),
  });
  return {
    model: provider.chatModel(call.model),
    instructions: call.instructions,
    messages: [
      ...history.map(({ role, text }) => ({ role, content: text })),
      { role: 'user' as const, content: call.prompt },
    ],
    maxOutputTokens: call.maxOutputTokens,
    ...(call.temperature === null ? {} : { temperature: call.temperature }),
    abortSignal: signal,
    maxRetries: 0,
    telemetry: { isEnabled: false },
  };
}

function checkEnd(reason: string | undefined, usage: TokenUsage): void {
  if (reason === 'content-filter')
    throw new ModelFailure('ai_refused', 'The model refused to answer.', { usage });
  if (reason === 'length') {
    throw new ModelFailure('ai_unusable_answer', 'The answer was cut off: allow it more tokens.', { usage });
  }
}

function unusable(message: string, usage: TokenUsage): ModelFailure {
  return new ModelFailure('ai_unusable_answer', message, { isRetryable: true, usage });
}

function tokensOf(usage: LanguageModelUsage | undefined): TokenUsage {
  if (!usage) return NO_TOKENS;
  return { inputTokens: usage.inputTokens ?? 0, outputTokens: usage.outputTokens ?? 0 };
}
