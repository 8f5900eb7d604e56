import { describe, expect, it } from 'vitest';
import { presses, says, stepInput } from '../../testing.ts';
import { readAnswer } from './answers.ts';
import { ask } from './index.ts';
import type { AskData, AskValidation } from './manifest.ts';

const data: AskData = {
  text: 'Which day, {{ contact.firstName }}?',
  saveAs: 'day',
  validation: {
    kind: 'choice',
    show: 'list',
    listButton: 'Days',
    options: [
      { id: 'mon', title: 'Monday' },
      { id: 'tue', title: 'Tuesday' },
    ],
  },
  tries: 2,
  retryText: 'Please choose a day.',
  timeoutMs: 3_600_000,
};
const context = { contactPhone: '4915112345678', locale: 'en', today: Date.UTC(2026, 10, 24) };
const answer = (validation: Parameters<typeof readAnswer>[0], text: string | null) =>
  readAnswer(validation, says(text), context);

describe('ask', () => {
  it('asks as list, as buttons or as text', () => {
    expect(ask.advance(data, stepInput({ kind: 'entered' }))).toEqual({
      kind: 'send',
      content: {
        type: 'list',
        body: 'Which day, Maya?',
        button: 'Days',
        sections: [{ rows: data.validation.kind === 'choice' ? data.validation.options : [] }],
      },
      purpose: 'service',
    });
    const buttons = { ...data, validation: { ...data.validation, show: 'buttons' } as AskValidation };
    expect(ask.advance(buttons, stepInput({ kind: 'entered' }))).toMatchObject({
      content: { type: 'buttons', buttons: [{ id: 'mon', title: 'Monday' }, { id: 'tue' }] },
    });
    const open: AskData = { ...data, validation: { kind: 'text' } };
    expect(ask.advance(open, stepInput({ kind: 'entered' }))).toMatchObject({ content: { type: 'text' } });
  });

  it('asks for a place with the button that shares it, where the words leave room for one', () => {
    const place: AskData = { ...data, text: 'Where are you?', validation: { kind: 'location' } };
    const entered = stepInput({ kind: 'entered' });
    expect(ask.advance(place, entered)).toMatchObject({
      content: { type: 'locationRequest', body: 'Where are you?' },
    });
    expect(ask.advance({ ...place, text: 'x'.repeat(1_024) }, entered)).toMatchObject({
      content: { type: 'locationRequest' },
    });
    const long = { ...place, text: 'x'.repeat(1_025) };
    expect(ask.advance(long, entered)).toMatchObject({ content: { type: 'text' } });
    expect(ask.validate(place)).toEqual([]);
    expect(ask.validate(long)).toMatchObject([{ code: 'over-limit-text', field: 'text' }]);
    const wrong = stepInput({ kind: 'reply', message: says('in Berlin') });
    expect(ask.advance(place, wrong)).toMatchObject({
      content: { type: 'locationRequest', body: 'Please choose a day.' },
      problem: 'wrong_answer',
    });
  });

  it('saves the chosen title, pressed or typed', () => {
    for (const message of [presses('tue', 'whatever'), says('tuesday'), says('2')]) {
      expect(ask.advance(data, stepInput({ kind: 'reply', message }))).toEqual({
        kind: 'leave',
        port: 'valid',
        isChosen: true,
        variables: { day: 'Tuesday' },
      });
    }
  });

  it('asks again with the retry text, then gives up', () => {
    const wrong = { kind: 'reply', message: says('someday') } as const;
    expect(ask.advance(data, stepInput(wrong))).toMatchObject({
      kind: 'send',
      content: { type: 'list', body: 'Please choose a day.' },
      tries: 1,
      problem: 'wrong_answer',
    });
    expect(ask.advance(data, stepInput(wrong, { tries: 1 }))).toEqual({
      kind: 'leave',
      port: 'gave-up',
      problem: 'wrong_answer',
    });
    expect(ask.advance({ ...data, retryText: '' }, stepInput(wrong))).toMatchObject({
      content: { body: 'Which day, Maya?' },
    });
  });

  it('leaves by no-reply at the deadline and waits the full time after each question', () => {
    expect(ask.advance(data, stepInput({ kind: 'deadline' }))).toEqual({ kind: 'leave', port: 'no-reply' });
    expect(ask.advance(data, stepInput({ kind: 'sent' }))).toEqual({
      kind: 'waitForReply',
      until: '2026-11-24T09:30:00.000Z',
    });
  });

  it('fails without options', () => {
    const empty: AskData = {
      ...data,
      validation: { kind: 'choice', show: 'list', listButton: 'x', options: [] },
    };
    expect(ask.advance(empty, stepInput({ kind: 'entered' }))).toMatchObject({
      fault: { code: 'no_options' },
    });
  });

  it('reports what a question lacks', () => {
    const problems = ask.validate({ ...data, text: '', saveAs: '', retryText: 'x'.repeat(1025) });
    expect(problems.map(({ code, field }) => `${code} ${field}`)).toEqual([
      'required-field text',
      'over-limit-text retryText',
      'required-field saveAs',
    ]);
    const range: AskData = { ...data, validation: { kind: 'number', min: 5, max: 1 } };
    expect(ask.validate(range)).toMatchObject([{ code: 'empty-range' }]);
    const buttons: AskData = {
      ...data,
      validation: {
        kind: 'choice',
        show: 'buttons',
        listButton: '',
        options: ['a', 'b', 'c', 'd'].map((id) => ({ id, title: id })),
      },
    };
    expect(ask.validate(buttons)).toMatchObject([{ code: 'over-limit-count' }]);
  });
});

describe('answers', () => {
  it('text has a length', () => {
    expect(answer({ kind: 'text' }, '  Maya ')).toBe('Maya');
    expect(answer({ kind: 'text', minLength: 3 }, 'ab')).toBeNull();
    expect(answer({ kind: 'text', maxLength: 2 }, '👩‍👩‍👧')).toBeNull();
    expect(answer({ kind: 'text' }, null)).toBeNull();
  });

  it('numbers may have a comma or thousands and are saved as numbers', () => {
    expect(answer({ kind: 'number' }, '1,234.5')).toBe(1234.5);
    expect(answer({ kind: 'number' }, '3,5')).toBe(3.5);
    expect(answer({ kind: 'number' }, '-2')).toBe(-2);
    expect(answer({ kind: 'number', integer: true }, '3.5')).toBeNull();
    expect(answer({ kind: 'number', min: 1, max: 5 }, '6')).toBeNull();
    for (const text of ['ten', '1e5', '0x10', 'Infinity', '', '1.2.3']) {
      expect(answer({ kind: 'number' }, text)).toBeNull();
    }
  });

  it('numbers and dates that read both ways go by the question, else by the contact’s locale', () => {
    const inLocale = (validation: Parameters<typeof readAnswer>[0], text: string, locale: string) =>
      readAnswer(validation, says(text), { ...context, locale });
    expect(inLocale({ kind: 'number' }, '1.500', 'de')).toBe(1500);
    expect(inLocale({ kind: 'number' }, '1.500', 'en_US')).toBe(1.5);
    expect(inLocale({ kind: 'number', decimalMark: 'auto' }, 'R$ 1.500', 'pt_BR')).toBe(1500);
    expect(inLocale({ kind: 'number', decimalMark: 'point' }, '1.500', 'de')).toBe(1.5);
    expect(inLocale({ kind: 'number', decimalMark: 'comma' }, '1.500', 'en_US')).toBe(1500);
    expect(inLocale({ kind: 'date' }, '02/03/2026', 'de')).toBe('2026-03-02');
    expect(inLocale({ kind: 'date' }, '02/03/2026', 'en_US')).toBe('2026-02-03');
    expect(inLocale({ kind: 'date' }, '12/24/26', 'en_US')).toBe('2026-12-24');
    expect(inLocale({ kind: 'date' }, '12/24', 'en_US')).toBe('2026-12-24');
    expect(inLocale({ kind: 'date' }, '24/12/2026', 'en_US')).toBe('2026-12-24');
    expect(inLocale({ kind: 'date', order: 'monthFirst' }, '02/03/2026', 'de')).toBe('2026-02-03');
    expect(inLocale({ kind: 'date', order: 'dayFirst' }, '٠٢/٠٣/٢٠٢٦', 'en_US')).toBe('2026-03-02');
  });

  it('dates are calendar days in bounds', () => {
    expect(answer({ kind: 'date' }, '24.11.2026')).toBe('2026-11-24');
    expect(answer({ kind: 'date' }, '2026-2-3')).toBe('2026-02-03');
    expect(answer({ kind: 'date' }, '29/02/2028')).toBe('2028-02-29');
    for (const text of [
      '29/02/2027',
      '2026-13-01',
      'someday',
      '31.4.2026',
      'maybe 5',
      '24 jui 2026',
      '32 May',
      '99',
    ]) {
      expect(answer({ kind: 'date' }, text)).toBeNull();
    }
    expect(answer({ kind: 'date', earliest: '2026-11-25' }, '2026-11-24')).toBeNull();
    expect(answer({ kind: 'date', earliest: '2026-11-24', latest: '2026-11-24' }, '2026-11-24')).toBe(
      '2026-11-24',
    );
  });

  it.each([
    ['24 November 2026', '2026-11-24'],
    ['Nov. 3rd, 2027', '2027-11-03'],
    ['3. März 2027', '2027-03-03'],
    ['1er août 2027', '2027-08-01'],
    ['5 de enero de 2027', '2027-01-05'],
    ['25 dic', '2026-12-25'],
    ['23 Nov', '2027-11-23'],
    ['24.11.', '2026-11-24'],
    ['1/2', '2027-02-01'],
    ['29 feb', '2028-02-29'],
    ['24.12.26', '2026-12-24'],
    ['Today!', '2026-11-24'],
    ['mañana', '2026-11-25'],
    ['übermorgen', '2026-11-26'],
  ])('reads the day "%s" as %s', (text, day) => {
    expect(answer({ kind: 'date' }, text)).toBe(day);
  });

  it('days that hang on today go by the contact’s own calendar', () => {
    const date: AskData = { ...data, validation: { kind: 'date' } };
    const reply = { kind: 'reply', message: says('tomorrow') } as const;
    const late = { now: new Date('2026-11-24T23:30:00Z') };
    expect(ask.advance(date, stepInput(reply, late))).toMatchObject({ variables: { day: '2026-11-26' } });
    const inLima = { ...late, timeZone: 'America/Lima' };
    expect(ask.advance(date, stepInput(reply, inLima))).toMatchObject({ variables: { day: '2026-11-25' } });
  });

  it('a pattern must fit the whole answer', () => {
    const order: AskValidation = { kind: 'regex', pattern: '(?i)[a-z]{2}-\\d{4}' };
    expect(answer(order, ' ab-1234 ')).toBe('ab-1234');
    expect(answer(order, 'order AB-1234')).toBeNull();
    expect(answer({ kind: 'regex', pattern: '(' }, 'x')).toBeNull();
    expect(answer({ kind: 'regex', pattern: 'a*' }, 'a'.repeat(4_096))).toHaveLength(4_096);
    expect(answer({ kind: 'regex', pattern: 'a*' }, 'a'.repeat(4_097))).toBeNull();
    expect(answer({ kind: 'regex', pattern: '(a*)*b' }, 'a'.repeat(4_096))).toBeNull();
    const codes = (pattern: string) =>
      ask.validate({ ...data, validation: { kind: 'regex', pattern } }).map(({ code }) => code);
    expect(codes('a+')).toEqual([]);
    expect(codes('')).toEqual(['required-field']);
    for (const pattern of ['(', '(?=a)', 'a{1000}b{1000}c{1000}', 'x'.repeat(501)]) {
      expect(codes(pattern)).toEqual(['bad-pattern']);
    }
  });

  it('files are saved as the id of their message, when they are of an allowed kind', () => {
    const photo = { ...says(null), media: { kind: 'image', mimeType: 'image/jpeg' } } as const;
    expect(readAnswer({ kind: 'media', allowed: [] }, photo, context)).toBe('m-1');
    expect(readAnswer({ kind: 'media', allowed: ['image'] }, photo, context)).toBe('m-1');
    expect(readAnswer({ kind: 'media', allowed: ['document'] }, photo, context)).toBeNull();
    expect(answer({ kind: 'media', allowed: [] }, 'no file')).toBeNull();
  });

  it('places are saved as latitude and longitude', () => {
    const place = { latitude: 52.520008, longitude: -0.0000001, name: null, address: null };
    const message = { ...says(null), location: place };
    expect(readAnswer({ kind: 'location' }, message, context)).toBe('52.520008,0');
    expect(answer({ kind: 'location' }, 'Berlin')).toBeNull();
    const type = (kind: 'media' | 'location') =>
      ask.manifest.writes?.({ ...data, validation: kind === 'media' ? { kind, allowed: [] } : { kind } });
    expect(type('location')).toEqual([{ field: 'saveAs', name: 'day', type: 'location', ports: ['valid'] }]);
    expect(type('media')).toMatchObject([{ type: 'media' }]);
  });

  it('e-mail addresses look like ones', () => {
    expect(answer({ kind: 'email' }, 'maya.l+x@example.co.uk')).toBe('maya.l+x@example.co.uk');
    for (const text of ['maya', 'maya@', 'a@b', 'a b@c.de', 'a@b..de', '@b.de']) {
      expect(answer({ kind: 'email' }, text)).toBeNull();
    }
  });

  it('phone numbers are saved as E.164, without a country as one of the person’s own', () => {
    expect(answer({ kind: 'phone' }, '+1 (415) 555-2671')).toBe('+14155552671');
    expect(answer({ kind: 'phone' }, '0151 23456789')).toBe('+4915123456789');
    expect(answer({ kind: 'phone' }, '0044 20 7946 0958')).toBe('+442079460958');
    expect(answer({ kind: 'phone' }, '12')).toBeNull();
    expect(answer({ kind: 'phone' }, 'call me')).toBeNull();
    expect(readAnswer({ kind: 'phone' }, says('4915112345678'), { ...context, contactPhone: null })).toBe(
      '+4915112345678',
    );
  });
});
