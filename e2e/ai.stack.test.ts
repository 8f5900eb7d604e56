/** A step that asks a language model, through a whole run: what the model says arrives on the phone. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { edgesFrom, sampleNode } from '../core/flow/samples/build.ts';
import { startStack, type Stack } from '../local/testing/stack.ts';
import { startFakeModel, type FakeModel } from '../platform/ai/testing/fake-model.ts';
import { apiClient } from './api-client.ts';
import { person, type Person } from './person.ts';

const ATTEMPTS = 2;

let stack: Stack;
let model: FakeModel;
let serial = 0;

beforeAll(async () => {
  model = await startFakeModel();
  stack = await startStack({ env: { worker: { HTTP_ALLOWED_PRIVATE_HOSTS: model.host } } });
  await apiClient(stack).publish('Advice', {
    nodes: {
      start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'contains', text: 'advice' }] }),
      model: sampleNode('ai', 0, 0, {
        connection: { baseUrl: model.baseUrl, secret: '' },
        model: 'tiny',
        instructions: 'You help customers of a shoe shop.',
        knowledge: '',
        onlyKnowledge: false,
        prompt: '{{ trigger.text }}',
        historyMessages: 0,
        output: {
          mode: 'reply',
          saveAs: 'advice',
          isSent: true,
          guards: {
            maxLength: 200,
            forbidden: [{ match: 'word', text: 'discount' }],
            language: '',
            refusedTopics: [],
          },
        },
        maxOutputTokens: 100,
        temperature: null,
        timeoutMs: 30_000,
        attempts: ATTEMPTS,
      }),
      thanks: sampleNode('send-text', 0, 0, { text: 'It said: {{ answers.advice }}' }),
      human: sampleNode('send-text', 0, 0, { text: 'A colleague will answer.' }),
      away: sampleNode('send-text', 0, 0, { text: 'Our adviser is away.' }),
    },
    edges: edgesFrom([
      ['start', 'next', 'model'],
      ['model', 'done', 'thanks'],
      ['model', 'fallback', 'human'],
      ['model', 'failed', 'away'],
    ]),
    variables: { advice: { type: 'text' } },
  });
});
beforeEach(() => {
  model.seen.length = 0;
});
afterAll(async () => {
  await stack?.stop();
  await model?.stop();
});

describe('a step that asks a model', () => {
  it('sends what the model says, and keeps it', async () => {
    model.answers({ kind: 'text', text: 'Take the red ones.' });
    const someone = await writes('I need advice on shoes');
    await someone.gets('Take the red ones.');
    await someone.gets('It said: Take the red ones.');
    expect(model.seen).toHaveLength(1);
    const { messages } = model.seen[0]!.body;
    expect(messages.find(({ role }) => role === 'system')?.content).toContain('a shoe shop');
    expect(messages.at(-1)).toEqual({ role: 'user', content: 'I need advice on shoes' });
  });

  it('goes to its fallback, without sending a word, when the reply breaks a guard', async () => {
    model.answers({ kind: 'text', text: 'Here is a discount.' });
    const someone = await writes('advice');
    await someone.gets('A colleague will answer.');
    expect(await someone.received()).toHaveLength(1);
  });

  it('goes the way of failure when the endpoint refuses', async () => {
    model.answers({ kind: 'status', status: 401 });
    const someone = await writes('advice');
    await someone.gets('Our adviser is away.');
    expect(model.seen).toHaveLength(1);
  });

  it('goes the way of failure when the endpoint is broken for all attempts', async () => {
    model.answers(...Array.from({ length: ATTEMPTS }, () => ({ kind: 'status', status: 503 }) as const));
    const someone = await writes('advice');
    await someone.gets('Our adviser is away.');
    expect(model.seen).toHaveLength(ATTEMPTS);
  });

  it('asks once more when the worker dies before the answer, and the person gets one', async () => {
    model.answers({ kind: 'silence' }, { kind: 'text', text: 'Take the blue ones.' });
    const someone = await writes('advice');
    await stack.waitFor(() => model.seen.length === 1);
    await stack.kill('worker');
    await stack.start('worker');
    await stack.waitFor(() => model.seen.length === 2, { timeoutMs: 40_000 });
    await someone.gets('Take the blue ones.');
    await someone.gets('It said: Take the blue ones.');
    expect(await someone.received()).toHaveLength(2);
    expect(model.seen).toHaveLength(2);
    expect((await stack.simulator.stats()).duplicates).toBe(0);
  });
});

async function writes(text: string): Promise<Person> {
  serial += 1;
  const someone = person(stack, `1555666030${serial}`, `Ari${serial}`);
  await someone.says(text);
  return someone;
}
