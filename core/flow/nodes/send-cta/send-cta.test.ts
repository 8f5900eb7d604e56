import { describe, expect, it } from 'vitest';
import { stepInput } from '../../testing.ts';
import { sendCta } from './index.ts';
import type { SendCtaData } from './manifest.ts';

const data: SendCtaData = {
  header: '{{ answers.none }}',
  body: 'Hi {{ contact.firstName }}, choose a day',
  button: 'Book a visit',
  url: 'https://shop.example/book?for={{ contact.phone | url_encode }}',
};

describe('send-cta', () => {
  it('sends the button with its address filled in', () => {
    expect(sendCta.advance(data, stepInput({ kind: 'entered' }))).toEqual({
      kind: 'send',
      content: {
        type: 'cta',
        body: 'Hi Maya, choose a day',
        label: 'Book a visit',
        url: 'https://shop.example/book?for=%2B4915112345678',
      },
      purpose: 'service',
    });
    expect(sendCta.advance(data, stepInput({ kind: 'sent' }))).toEqual({ kind: 'leave', port: 'sent' });
    expect(
      sendCta.advance({ ...data, url: 'http://a.example' }, stepInput({ kind: 'entered' })),
    ).toMatchObject({
      fault: { code: 'url_invalid' },
    });
  });

  it('reports what a draft lacks', () => {
    const problems = (change: Partial<SendCtaData>) =>
      sendCta.validate({ ...data, ...change }).map(({ code, field }) => `${code} ${field}`);
    expect(problems({})).toEqual([]);
    expect(problems({ body: '', button: '', url: '' })).toEqual([
      'required-field body',
      'required-field button',
      'required-field url',
    ]);
    expect(problems({ button: 'x'.repeat(21) })).toEqual(['over-limit-text button']);
    expect(problems({ url: 'shop.example' })).toEqual(['bad-url url']);
  });
});
