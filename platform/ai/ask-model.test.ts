import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AiCall, AiField } from '../../core/flow/calls.ts';
import { createHttpClient, type HttpClient } from '../http/client.ts';
import { retryAfterMs } from '../http/retry-after.ts';
import { askModel, type ModelQuestion } from './ask-model.ts';
import { startFakeModel, type FakeModel } from './testing/fake-model.ts';

let model: FakeModel;
let http: HttpClient;
beforeAll(async () => {
  model = await startFakeModel();
  http = createHttpClient({ allowedPrivateHosts: [model.host] });
});
afterAll(() => model.stop());
beforeEach(() => {
  model.seen.length = 0;
});

const fields: AiField[] = [
  { name: 'size', type: 'number', description: 'Shoe size', options: [] },
  { name: 'colour', type: 'text', description: '', options: ['red', 'blue'] },
  { name: 'day', type: 'date', description: '', options: [] },
  { name: 'isUrgent', type: 'boolean', description: '', options: [] },
];
const question = (change: Partial<AiCall> = {}): ModelQuestion => ({
  call: {
    kind: 'ai',
    baseUrl: model.baseUrl,
    secret: null,
    model: 'test-model',
    instructions: 'Be brief.',
    prompt: 'Which size?',
    historyMessages: 10,
    output: { kind: 'text' },
    maxOutputTokens: 200,
    temperature: null,
    timeoutMs: 2_000,
    attempts: 1,
    ...change,
  },
  apiKey: 'sk-hidden',
  history: [
    { role: 'user', text: 'Hello' },
    { role: 'assistant', text: 'Hi!' },
  ],
});
const askFields = () => askModel(http, question({ output: { kind: 'fields', fields } }));

describe('a question for text', () => {
  it('sends instructions, history and prompt in their own roles, with the key in a header', async () => {
    model.answers({ kind: 'text', text: ' 42, I think. ' });
    const { result, usage } = await askModel(http, question({ temperature: 0.2 }));
    expect(result).toEqual({ outcome: 'answer', text: '42, I think.', fields: {} });
    expect(usage).toEqual({ inputTokens: 6, outputTokens: 3 });
    expect(model.seen).toHaveLength(1);
    const { body, headers } = model.seen[0]!;
    expect(headers.authorization).toBe('Bearer sk-hidden');
    expect(body).toMatchObject({ model: 'test-model', max_tokens: 200, temperature: 0.2 });
    expect(body.messages).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Hi!' },
      { role: 'user', content: 'Which size?' },
    ]);
  });

  it('sends no key when there is none', async () => {
    await askModel(http, { ...question(), apiKey: null });
    expect(model.seen[0]!.headers).not.toHaveProperty('authorization');
  });

  it('goes through the guarded client only', async () => {
    const everywhere = globalThis.fetch;
    globalThis.fetch = () => Promise.reject(new Error('somebody phones home'));
    try {
      await askModel(http, question());
      await expect(askModel(createHttpClient(), question())).rejects.toMatchObject({
        code: 'call_address_refused',
      });
    } finally {
      globalThis.fetch = everywhere;
    }
    expect(model.seen).toHaveLength(1);
  });

  it.each([
    ['a refusal', { kind: 'refusal', text: 'I would rather not.' }, 'ai_refused', false],
    ['a filtered answer', { kind: 'text', text: '', finishReason: 'content_filter' }, 'ai_refused', false],
    [
      'an answer that was cut off',
      { kind: 'text', text: 'half', finishReason: 'length' },
      'ai_unusable_answer',
      false,
    ],
    ['an empty answer', { kind: 'text', text: '  ' }, 'ai_unusable_answer', true],
    ['something that is no JSON', { kind: 'raw', body: '<html>' }, 'ai_unusable_answer', true],
    ['JSON of another kind', { kind: 'raw', body: '{"choices":[]}' }, 'ai_unusable_answer', true],
    ['a wrong key', { kind: 'status', status: 401 }, 'call_failed', false],
    ['an unknown model', { kind: 'status', status: 404 }, 'call_failed', false],
    ['trouble of the endpoint', { kind: 'status', status: 503 }, 'call_failed', true],
    [
      'an answer without end',
      { kind: 'raw', body: `"${'x'.repeat(400_000)}"` },
      'call_response_too_large',
      false,
    ],
  ] as const)('fails on %s', async (_, answer, code, isRetryable) => {
    model.answers(answer);
    await expect(askModel(http, question())).rejects.toMatchObject({ code, isRetryable });
  });

  it('hands on how long the endpoint wants to be left alone', async () => {
    model.answers({ kind: 'status', status: 429, headers: { 'retry-after': '7' } });
    await expect(askModel(http, question())).rejects.toMatchObject({
      isRetryable: true,
      retryAfterMs: 7_000,
    });
  });

  it('gives up in time', async () => {
    model.answers({ kind: 'silence' });
    await expect(askModel(http, question({ timeoutMs: 150 }))).rejects.toMatchObject({
      code: 'call_timeout',
      isRetryable: true,
    });
  });

  it('keeps words and key out of its errors', async () => {
    model.answers({ kind: 'status', status: 500, body: '{"error":{"message":"Which size?"}}' });
    const error = await askModel(http, question()).catch((reason: unknown) => reason);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(
      /Which size|sk-hidden|Be brief/,
    );
  });
});

describe('a question for fields', () => {
  it('asks by a strict schema and reads the values', async () => {
    model.answers({ kind: 'json', value: { size: 42, colour: 'red', day: '2026-11-24', isUrgent: false } });
    const { result } = await askFields();
    expect(result).toEqual({
      outcome: 'answer',
      text: null,
      fields: { size: 42, colour: 'red', day: '2026-11-24', isUrgent: false },
    });
    expect(model.seen[0]!.body.response_format).toMatchObject({
      type: 'json_schema',
      json_schema: {
        strict: true,
        schema: { required: ['size', 'colour', 'day', 'isUrgent'], additionalProperties: false },
      },
    });
  });

  it('takes null, an empty text and a missing field as not known, and drops what nobody asked for', async () => {
    model.answers({ kind: 'json', value: { size: null, colour: '', extra: 1 } });
    const { result } = await askFields();
    expect(result.fields).toEqual({ size: null, colour: null, day: null, isUrgent: null });
  });

  it.each([
    { size: '42', colour: 'red' },
    { size: 42, colour: 'green' },
    { day: 'tomorrow' },
    { isUrgent: 'no' },
    [],
    'red',
  ])('fails on values of another type: %j', async (value) => {
    model.answers({ kind: 'json', value });
    await expect(askFields()).rejects.toMatchObject({ code: 'ai_unusable_answer', isRetryable: true });
  });

  it('reads JSON out of a code block', async () => {
    model.answers({ kind: 'text', text: '```json\n{"size": 40}\n```' });
    expect((await askFields()).result.fields).toMatchObject({ size: 40 });
  });

  it('does without a schema where the endpoint refuses one', async () => {
    model.answers({ kind: 'status', status: 400 }, { kind: 'json', value: { size: 41 } });
    expect((await askFields()).result.fields).toMatchObject({ size: 41 });
    const second = model.seen[1]!.body;
    expect(second.response_format).toEqual({ type: 'json_object' });
    expect(second.messages[0]!.content).toContain('JSON Schema');
  });

  it('fails on a refusal', async () => {
    model.answers({ kind: 'refusal', text: 'No.' });
    await expect(askFields()).rejects.toMatchObject({ code: 'ai_refused', isRetryable: false });
  });
});

describe('Retry-After', () => {
  it('is seconds or a date', () => {
    const now = new Date('2026-11-24T08:00:00Z');
    expect(retryAfterMs('120', now)).toBe(120_000);
    expect(retryAfterMs('Tue, 24 Nov 2026 08:00:30 GMT', now)).toBe(30_000);
    expect(retryAfterMs('Tue, 24 Nov 2026 07:00:00 GMT', now)).toBe(0);
    for (const header of [undefined, '', '-1', '1.5', 'soon', '2026-11-24'])
      expect(retryAfterMs(header, now)).toBeNull();
  });
});
