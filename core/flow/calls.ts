/**
 * Work that a run asks for and that takes its time: HTTP requests and questions to a language model. The host performs it
 * between two turns and keeps request and result in Postgres, never in a workflow's history.
 */
import type { VariableType, VariableValue } from './basics.ts';

export type CallRequest = HttpCall | AiCall;

/** Texts are rendered already; a secret is named, not given: the host puts its value behind `value`. */
export interface HttpCall {
  kind: 'http';
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers: { name: string; value: string; secret: string | null }[];
  body: string | null;
  /** For one attempt. */
  timeoutMs: number;
  /** Attempts in all; only time-outs, lost connections, 429 and 5xx are tried again. */
  attempts: number;
}

export interface AiCall {
  kind: 'ai';
  /** An OpenAI-compatible endpoint, up to and with `/v1`. */
  baseUrl: string;
  /** Name of the secret that holds the API key; null for an endpoint without one. */
  secret: string | null;
  model: string;
  instructions: string;
  /** What the person said or what the step asks; rendered. */
  prompt: string;
  /** How many of the conversation's last messages are sent along. */
  historyMessages: number;
  output: { kind: 'text' } | { kind: 'fields'; fields: AiField[] };
  maxOutputTokens: number;
  temperature: number | null;
  timeoutMs: number;
  attempts: number;
}

export interface AiField {
  name: string;
  type: Extract<VariableType, 'text' | 'number' | 'boolean' | 'date'>;
  description: string;
  /** The only values allowed; none means any. */
  options: string[];
}

export type CallResult =
  /** An HTTP answer of any status; `body` is parsed when it is JSON, else the text, cut at MAX_RESPONSE_BYTES. */
  | { outcome: 'response'; status: number; body: JsonValue }
  | { outcome: 'answer'; text: string | null; fields: Record<string, VariableValue> }
  /** No usable answer after all attempts. */
  | { outcome: 'failed'; error: { code: CallFailureCode; title: string } };

export type CallFailureCode =
  | 'call_timeout'
  | 'call_unreachable'
  /** The address is private, or no host of that name exists. */
  | 'call_address_refused'
  | 'call_response_too_large'
  | 'call_secret_missing'
  /** The model's answer doesn't fit what was asked, or it refused. */
  | 'ai_unusable_answer'
  | 'ai_refused'
  | 'call_failed';

export const MAX_RESPONSE_BYTES = 256 * 1024;

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
