import { describe, expect, it } from 'vitest';
import { stepInput } from '../../testing.ts';
import { sendText } from './index.ts';

const entered = stepInput({ kind: 'entered' });

describe('send-text', () => {
  it('sends its text with the variables filled in', () => {
    expect(sendText.advance({ text: 'Hi {{ contact.firstName }}!' }, entered)).toEqual({
      kind: 'send',
      content: { type: 'text', text: 'Hi Maya!' },
      purpose: 'service',
    });
  });

  it('gives the fallback template its own purpose, and drops a fallback that cannot be built', () => {
    const fallback = {
      name: 'thanks_update',
      language: 'en_US',
      header: [],
      body: ['{{ contact.firstName }}'],
    };
    expect(sendText.advance({ text: 'Hi', fallback }, entered)).toMatchObject({
      fallback: {
        type: 'template',
        body: ['Maya'],
        preview: 'Hi Maya, thank you for your interest. We will be in touch.',
      },
      fallbackPurpose: 'utility',
    });
    expect(
      sendText.advance({ text: 'Hi', fallback: { ...fallback, name: 'gone' } }, entered),
    ).not.toHaveProperty('fallback');
  });

  it('fails before sending what WhatsApp would refuse', () => {
    const codeOf = (text: string) => {
      const outcome = sendText.advance({ text }, entered);
      return outcome.kind === 'fault' ? outcome.fault.code : outcome.kind;
    };
    expect(codeOf('{{ answers.missing }}')).toBe('text_empty');
    expect(codeOf('x'.repeat(4097))).toBe('text_too_long');
    expect(codeOf('{% for x in y %}')).toBe('bad_template');
  });

  it('leaves by sent, or fails with the code of the send', () => {
    expect(sendText.advance({ text: 'Hi' }, stepInput({ kind: 'sent' }))).toEqual({
      kind: 'leave',
      port: 'sent',
    });
    const failed = stepInput({ kind: 'sendFailed', error: { code: 'window_closed', title: 'Closed' } });
    expect(sendText.advance({ text: 'Hi' }, failed)).toEqual({
      kind: 'fault',
      fault: { code: 'window_closed', message: 'Closed' },
    });
  });

  it('wants a text within the limit and a complete fallback', () => {
    const codes = (text: string) => sendText.validate({ text }).map((problem) => problem.code);
    expect(codes('')).toEqual(['required-field']);
    expect(codes('x'.repeat(4096))).toEqual([]);
    expect(codes('x'.repeat(4097))).toEqual(['over-limit-text']);
    const fallback = { name: '', language: 'en_US', header: [], body: [] };
    expect(sendText.validate({ text: 'Hi', fallback })).toMatchObject([{ field: 'fallback.name' }]);
  });
});
