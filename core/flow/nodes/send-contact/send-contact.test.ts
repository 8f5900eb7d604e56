import { describe, expect, it } from 'vitest';
import { stepInput } from '../../testing.ts';
import { sendContact } from './index.ts';
import type { SendContactData } from './manifest.ts';

const data: SendContactData = {
  name: 'Ana Lima',
  phones: [
    { number: '+55 11 91234-5678', isOnWhatsApp: true },
    { number: '{{ answers.office }}', isOnWhatsApp: false },
  ],
  emails: ['ana@{{ answers.host }}', '{{ answers.none }}'],
  organisation: 'Flores',
};
const entered = (variables: Record<string, string>) => stepInput({ kind: 'entered' }, { variables });

describe('send-contact', () => {
  it('sends one card, without what turns out empty', () => {
    expect(sendContact.advance(data, entered({ host: 'flores.example' }))).toEqual({
      kind: 'send',
      content: {
        type: 'contacts',
        contacts: [
          {
            name: 'Ana Lima',
            phones: [{ phone: '+55 11 91234-5678', waId: '5511912345678' }],
            emails: ['ana@flores.example'],
            organisation: 'Flores',
          },
        ],
      },
      purpose: 'service',
    });
  });

  it('fails on a number that is none, and on a card without number and address', () => {
    const codeOf = (change: Partial<SendContactData>) => {
      const outcome = sendContact.advance({ ...data, ...change }, entered({}));
      return outcome.kind === 'fault' ? outcome.fault.code : outcome.kind;
    };
    expect(codeOf({ phones: [{ number: 'call me', isOnWhatsApp: false }] })).toBe('phone_invalid');
    expect(codeOf({ phones: [], emails: ['{{ answers.none }}'] })).toBe('contact_empty');
    expect(codeOf({ name: '{{ answers.none }}' })).toBe('text_empty');
  });

  it('reports what a draft lacks', () => {
    const problems = (change: Partial<SendContactData>) =>
      sendContact.validate({ ...data, ...change }).map(({ code, field }) => `${code} ${field}`);
    expect(problems({})).toEqual([]);
    expect(problems({ name: '' })).toEqual(['required-field name']);
    expect(problems({ phones: [], emails: [] })).toEqual(['required-field phones']);
    expect(problems({ phones: [{ number: 'call me', isOnWhatsApp: true }] })).toEqual([
      'bad-phone phones.0.number',
    ]);
    expect(problems({ emails: ['ana'] })).toEqual(['bad-email emails.0']);
    expect(problems({ emails: [`${'a@'.repeat(200)}b.c`] })).toEqual(['bad-email emails.0']);
    expect(problems({ emails: ['ana.b+c@mail.example.com'] })).toEqual([]);
  });
});
