import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VariableValue } from '../../basics.ts';
import type { AiCall, CallResult } from '../../calls.ts';
import { contact, stepInput } from '../../testing.ts';
import type { StepInput } from '../contract.ts';
import { brokenGuard, requiredLanguage } from './guards.ts';
import { ai } from './index.ts';
import type { AiData, AiDataField, AiGuards, AiReply } from './manifest.ts';
import { isInScriptOf } from './scripts.ts';

const defaults = ai.manifest.defaults();
const noGuards: AiGuards = { maxLength: 1_000, forbidden: [], language: '', refusedTopics: [] };
const reply = (change: Partial<AiReply> = {}): AiReply => ({
  mode: 'reply',
  saveAs: 'answer',
  isSent: true,
  guards: noGuards,
  ...change,
});
const data = (change: Partial<AiData> = {}): AiData => ({
  ...defaults,
  model: 'm',
  instructions: 'You work for a shoe shop.',
  output: reply(),
  ...change,
});
const field = (change: Partial<AiDataField> = {}): AiDataField => ({
  name: 'size',
  type: 'number',
  description: 'Shoe size',
  options: [],
  isRequired: false,
  ...change,
});
const extract = (...fields: AiDataField[]) => data({ output: { mode: 'extract', fields } });

const call = (node: AiData, change: Partial<StepInput> = {}): AiCall => {
  const outcome = ai.advance(
    node,
    stepInput({ kind: 'entered' }, { trigger: { text: 'Got 42?' }, ...change }),
  );
  if (outcome.kind !== 'call' || outcome.request.kind !== 'ai') throw new Error(JSON.stringify(outcome));
  return outcome.request;
};
const answered = (node: AiData, text: string | null, fields: Record<string, VariableValue> = {}) =>
  ai.advance(node, stepInput({ kind: 'called', result: { outcome: 'answer', text, fields } }));
const failed = (code: 'ai_refused' | 'ai_unusable_answer' | 'call_timeout' | 'call_secret_missing') => {
  const result: CallResult = { outcome: 'failed', error: { code, title: 'x' } };
  return ai.advance(data(), stepInput({ kind: 'called', result }));
};

describe('ai, when it is entered', () => {
  it('asks the endpoint by name of the secret, with the person’s words as prompt only', () => {
    const request = call(
      data({ connection: { baseUrl: ' https://x.test/v1 ', secret: 'llm' }, knowledge: 'Open 9 to 5.' }),
    );
    expect(request).toMatchObject({
      kind: 'ai',
      baseUrl: 'https://x.test/v1',
      secret: 'llm',
      model: 'm',
      prompt: 'Got 42?',
      historyMessages: 10,
      output: { kind: 'text' },
      attempts: 2,
    });
    expect(request.instructions).toContain('You work for a shoe shop.');
    expect(request.instructions).toContain('<context>\nOpen 9 to 5.\n</context>');
    expect(request.instructions).not.toContain('Got 42?');
  });

  it('lets nothing of the person into the instructions, whatever they say', () => {
    const node = data({ instructions: 'Static {{ trigger.text }}', knowledge: '{{ contact.name }}' });
    const before = call(node).instructions;
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (words) => {
        fc.pre(words.trim() !== '');
        const change = {
          trigger: { text: words },
          variables: { x: words },
          contact: { ...contact, name: words },
        };
        expect(call(node, change).instructions).toBe(before);
      }),
    );
    expect(before).toContain('Static {{ trigger.text }}');
  });

  it('has the guards that need judgement answered beside the reply', () => {
    const guards = { ...noGuards, language: 'de-AT', refusedTopics: [' politics ', 'politics', ''] };
    const { output, instructions } = call(
      data({ onlyKnowledge: true, knowledge: 'K', output: reply({ guards }) }),
    );
    expect(output).toMatchObject({
      kind: 'fields',
      fields: [
        { name: 'topic', options: ['politics', 'something else'] },
        { name: 'isCovered', type: 'boolean' },
        { name: 'language' },
        { name: 'reply', type: 'text' },
      ],
    });
    expect(instructions).toMatch(/code de\.[\s\S]*politics[\s\S]*Use only/);
  });

  it('asks for the fields to find', () => {
    const request = call(extract(field(), field({ name: 'colour', type: 'text', options: [' red ', ''] })));
    expect(request.output).toEqual({
      kind: 'fields',
      fields: [
        { name: 'size', type: 'number', description: 'Shoe size', options: [] },
        { name: 'colour', type: 'text', description: 'Shoe size', options: ['red'] },
      ],
    });
  });

  it('fails without words', () => {
    expect(ai.advance(data(), stepInput({ kind: 'entered' }))).toMatchObject({
      fault: { code: 'text_empty' },
    });
    expect(ai.advance(data({ prompt: '{{ x | nope }}' }), stepInput({ kind: 'entered' }))).toMatchObject({
      kind: 'fault',
    });
  });
});

describe('ai, when it replies', () => {
  it('sends the reply as it is and saves it, then leaves by done', () => {
    expect(answered(data(), ' {{ contact.name }} is 42 ')).toEqual({
      kind: 'send',
      content: { type: 'text', text: '{{ contact.name }} is 42' },
      purpose: 'service',
      variables: { answer: '{{ contact.name }} is 42' },
    });
    expect(ai.advance(data(), stepInput({ kind: 'sent' }))).toEqual({ kind: 'leave', port: 'done' });
    const error = { code: 'window_closed', title: 'x' };
    expect(ai.advance(data(), stepInput({ kind: 'sendFailed', error }))).toMatchObject({
      fault: { code: 'window_closed' },
    });
  });

  it('only saves it when that is switched so', () => {
    expect(answered(data({ output: reply({ isSent: false }) }), 'Hi')).toEqual({
      kind: 'leave',
      port: 'done',
      variables: { answer: 'Hi' },
    });
  });

  it('goes to fallback with what breaks a guard', () => {
    const step = (
      guards: Partial<AiGuards>,
      text: string,
      fields: Record<string, VariableValue> = {},
      change: Partial<AiData> = {},
    ) => {
      const node = data({ ...change, output: reply({ guards: { ...noGuards, ...guards } }) });
      const outcome = fields.reply === undefined ? answered(node, text) : answered(node, null, fields);
      return outcome.kind === 'leave' ? `${outcome.port} ${outcome.problem}` : outcome.kind;
    };
    expect(step({ maxLength: 5 }, 'too long')).toBe('fallback ai_reply_too_long');
    expect(step({ forbidden: [{ match: 'word', text: 'Rabatt' }] }, 'Es gibt rabatt!')).toBe(
      'fallback ai_forbidden_words',
    );
    expect(step({ forbidden: [{ match: 'word', text: 'ass' }] }, 'A class of its own')).toBe('send');
    expect(step({ forbidden: [{ match: 'pattern', text: '\\d{4} ?€' }] }, 'Only 1999 €')).toBe(
      'fallback ai_forbidden_words',
    );
    expect(step({ refusedTopics: ['politics'] }, '', { reply: 'x', topic: 'politics' })).toBe(
      'fallback ai_refused_topic',
    );
    expect(step({ refusedTopics: ['politics'] }, '', { reply: 'x', topic: 'something else' })).toBe('send');
    expect(step({ refusedTopics: ['politics'] }, '', { reply: 'x' })).toBe('fallback ai_refused_topic');
    expect(step({}, '', { reply: 'x', isCovered: false }, { onlyKnowledge: true })).toBe(
      'fallback ai_not_covered',
    );
    expect(step({}, '', { reply: 'x', isCovered: true }, { onlyKnowledge: true })).toBe('send');
    expect(step({ language: 'de' }, '', { reply: 'Ja', language: 'DE-at' })).toBe('send');
    expect(step({ language: 'de' }, '', { reply: 'Yes', language: 'en' })).toBe('fallback ai_wrong_language');
    expect(step({ language: 'de' }, '', { reply: 'Привет, как дела', language: 'de' })).toBe(
      'fallback ai_wrong_language',
    );
    expect(step({}, '  ')).toBe('fallback ai_unusable_answer');
  });

  it('goes to fallback on a refusal and an unusable answer, and fails on the rest', () => {
    expect(failed('ai_refused')).toEqual({ kind: 'leave', port: 'fallback', problem: 'ai_refused' });
    expect(failed('ai_unusable_answer')).toMatchObject({ port: 'fallback' });
    expect(failed('call_timeout')).toMatchObject({ fault: { code: 'call_timeout' } });
    expect(failed('call_secret_missing')).toMatchObject({ fault: { code: 'call_secret_missing' } });
  });
});

describe('ai, when it finds values', () => {
  it('saves them and leaves by done', () => {
    const node = extract(field(), field({ name: 'colour', type: 'text', options: ['red'] }));
    expect(answered(node, null, { size: 42, colour: null, extra: 'x' })).toEqual({
      kind: 'leave',
      port: 'done',
      variables: { size: 42, colour: null },
    });
  });

  it('goes to fallback without a required one, or with one of another type', () => {
    expect(answered(extract(field({ isRequired: true })), null, { size: null })).toMatchObject({
      port: 'fallback',
      problem: 'ai_missing_value',
    });
    expect(answered(extract(field()), null, { size: '42' })).toMatchObject({
      port: 'fallback',
      problem: 'ai_unusable_answer',
    });
    const colour = field({ name: 'colour', type: 'text', options: ['red'] });
    expect(answered(extract(colour), null, { colour: 'green' })).toMatchObject({ port: 'fallback' });
  });
});

describe('languages', () => {
  it('come from the setting or the contact', () => {
    expect(requiredLanguage('', 'de')).toBeNull();
    expect(requiredLanguage('pt-BR', null)).toBe('pt');
    expect(requiredLanguage('contact', 'de_AT')).toBe('de');
    expect(requiredLanguage('contact', null)).toBeNull();
  });

  it('are told apart by their letters', () => {
    for (const [text, language] of [
      ['Grüße', 'de'],
      ['Привет Nike', 'ru'],
      ['こんにちは', 'ja'],
      ['你好', 'zh'],
      ['👍 42', 'ar'],
      ['Zdravo', 'sr'],
    ] as const) {
      expect(isInScriptOf(text, language)).toBe(true);
    }
    for (const [text, language] of [
      ['Hello there', 'ru'],
      ['مرحبا', 'en'],
      ['你好', 'de'],
    ] as const) {
      expect(isInScriptOf(text, language)).toBe(false);
    }
  });

  it('never make the guards throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.string(), (text, word, language) => {
        const forbidden = [
          { match: 'pattern' as const, text: word },
          { match: 'word' as const, text: word },
        ];
        brokenGuard(
          { text, fields: {} },
          { ...noGuards, forbidden, language },
          { onlyKnowledge: false, language: requiredLanguage(language, null) },
        );
      }),
    );
  });
});

describe('ai, its data', () => {
  const codes = (change: Partial<AiData>) =>
    ai.validate(data(change)).map(({ code, field: at }) => `${code} ${at}`);

  it('is complete with endpoint, model and prompt', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ connection: { baseUrl: '', secret: '' }, model: '', prompt: '' })).toEqual([
      'required-field connection.baseUrl',
      'required-field model',
      'required-field prompt',
    ]);
  });

  it('is checked for what would fail later', () => {
    expect(codes({ connection: { baseUrl: 'api.openai.com/v1', secret: '' } })).toEqual([
      'bad-url connection.baseUrl',
    ]);
    expect(codes({ connection: { baseUrl: 'http://x.test/v1', secret: 'k' } })).toEqual([
      'secret-unencrypted connection.baseUrl',
    ]);
    expect(codes({ instructions: 'Hi {{ contact.name }}' })).toEqual([
      'placeholder-not-possible instructions',
    ]);
    expect(codes({ onlyKnowledge: true })).toEqual(['required-field knowledge']);
    expect(codes({ output: reply({ saveAs: '', isSent: false }) })).toEqual(['required-field output.saveAs']);
    const guards = {
      ...noGuards,
      language: 'deutsch',
      forbidden: [{ match: 'pattern' as const, text: '(' }],
      refusedTopics: [''],
    };
    expect(codes({ output: reply({ guards }) })).toEqual([
      'bad-pattern output.guards.forbidden.0.text',
      'bad-language output.guards.language',
      'required-field output.guards.refusedTopics.0',
    ]);
    expect(codes(extract())).toEqual(['required-field output.fields']);
    expect(codes(extract(field(), field({ description: '' })))).toEqual([
      'duplicate-name output.fields.1.name',
      'required-field output.fields.1.description',
    ]);
  });

  it('tells what it writes, sends and uses', () => {
    const { manifest } = ai;
    expect(manifest.writes?.(data())).toEqual([
      { field: 'output.saveAs', name: 'answer', type: 'text', ports: ['done'] },
    ]);
    expect(manifest.writes?.(extract(field()))).toEqual([
      { field: 'output.fields.0.name', name: 'size', type: 'number', ports: ['done'] },
    ]);
    expect(manifest.messages?.(data())).toHaveLength(1);
    expect(manifest.messages?.(data({ output: reply({ isSent: false }) }))).toEqual([]);
    expect(manifest.secrets?.(data({ connection: { baseUrl: '', secret: 'k' } }))).toEqual([
      { field: 'connection.secret', secret: 'k' },
    ]);
    expect(manifest.clock(data(), 'done')).toEqual({ kind: 'elapsed', ms: 100_000, isWork: true });
  });
});
