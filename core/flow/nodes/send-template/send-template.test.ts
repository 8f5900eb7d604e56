import { describe, expect, it } from 'vitest';
import { contact, stepInput } from '../../testing.ts';
import { sendTemplate } from './index.ts';

const reminder = {
  name: 'appointment_reminder',
  language: 'en_US',
  header: [],
  body: ['{{ contact.firstName }}', '{{ answers.day }}'],
};
const variables = { day: 'Tue\n  24' };

describe('send-template', () => {
  it('fills in values, keeps them on one line, and takes the purpose from the category', () => {
    expect(sendTemplate.advance(reminder, stepInput({ kind: 'entered' }, { variables }))).toEqual({
      kind: 'send',
      content: {
        type: 'template',
        name: 'appointment_reminder',
        language: 'en_US',
        body: ['Maya', 'Tue 24'],
        preview: 'Hi Maya, this is a reminder of your visit on Tue 24.',
      },
      purpose: 'utility',
    });
    const offer = { ...reminder, name: 'weekly_offer' };
    expect(sendTemplate.advance(offer, stepInput({ kind: 'entered' }, { variables }))).toMatchObject({
      purpose: 'marketing',
    });
  });

  it('does not fill values into values', () => {
    const named = stepInput({ kind: 'entered' }, { variables, contact: { ...contact, name: '{{2}}' } });
    expect(sendTemplate.advance(reminder, named)).toMatchObject({
      content: { preview: 'Hi {{2}}, this is a reminder of your visit on Tue 24.' },
    });
  });

  it('fails without the template, with an empty value, or with the wrong number of values', () => {
    const codeOf = (change: object) => {
      const outcome = sendTemplate.advance(
        { ...reminder, ...change },
        stepInput({ kind: 'entered' }, { variables }),
      );
      return outcome.kind === 'fault' ? outcome.fault.code : outcome.kind;
    };
    expect(codeOf({ name: 'gone' })).toBe('template_not_found');
    expect(codeOf({ name: 'constructor' })).toBe('template_not_found');
    expect(codeOf({ body: ['Maya'] })).toBe('template_params');
    expect(codeOf({ body: ['Maya', '{{ answers.none }}'] })).toBe('text_empty');
  });

  it('leaves by sent and wants name and language', () => {
    expect(sendTemplate.advance(reminder, stepInput({ kind: 'sent' }))).toEqual({
      kind: 'leave',
      port: 'sent',
    });
    const empty = { name: '', language: '', header: [], body: [] };
    expect(sendTemplate.validate(empty).map((problem) => problem.field)).toEqual(['name', 'language']);
  });
});
