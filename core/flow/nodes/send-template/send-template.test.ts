import { describe, expect, it } from 'vitest';
import type { InboundReply, TemplateFacts } from '../../run.ts';
import { contact, presses, says, stepInput } from '../../testing.ts';
import { sendTemplate } from './index.ts';
import type { SendTemplateData } from './manifest.ts';

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

  it('fills a file header and the ends of button addresses', () => {
    const data: SendTemplateData = {
      ...reminder,
      headerMedia: {
        kind: 'document',
        source: { by: 'link', link: 'https://shop.example/{{ contact.firstName }}.pdf' },
        filename: 'Plan.pdf',
      },
      urls: [{ index: 1, value: '{{ answers.day | strip }}/é' }],
    };
    expect(sendTemplate.advance(data, stepInput({ kind: 'entered' }, { variables }))).toMatchObject({
      content: {
        headerMedia: { kind: 'document', link: 'https://shop.example/Maya.pdf', filename: 'Plan.pdf' },
        buttons: [{ index: 1, subType: 'url', value: 'Tue%2024/%C3%A9' }],
      },
    });
    const place: SendTemplateData = { ...reminder, headerLocation: { coordinates: '52.52,13.405' } };
    expect(sendTemplate.advance(place, stepInput({ kind: 'entered' }, { variables }))).toMatchObject({
      content: { headerLocation: { latitude: 52.52, longitude: 13.405 } },
    });
    expect(
      sendTemplate
        .validate({ ...data, header: ['x'], headerLocation: { coordinates: '1,1' } })
        .map(({ code }) => code),
    ).toEqual(['two-headers']);
  });

  it('takes the contact’s language only where that template is approved and takes as many values', () => {
    const languageFor = (locale: string | null, extra: Partial<TemplateFacts>) => {
      const german: TemplateFacts = {
        status: 'APPROVED',
        category: 'UTILITY',
        body: 'Hallo {{1}}: {{2}}.',
        ...extra,
      };
      const input = stepInput({ kind: 'entered' }, { variables, contact: { ...contact, locale } });
      const known = { 'appointment_reminder/de': german };
      const outcome = sendTemplate.advance(
        { ...reminder, useContactLanguage: true },
        {
          ...input,
          template: (name, language) => own(known, `${name}/${language}`) ?? input.template(name, language),
        },
      );
      return outcome.kind === 'send' && outcome.content.type === 'template'
        ? outcome.content.language
        : outcome;
    };
    expect(languageFor('de-AT', {})).toBe('de');
    expect(languageFor('fr', {})).toBe('en_US');
    expect(languageFor(null, {})).toBe('en_US');
    expect(languageFor('de', { status: 'PAUSED' })).toBe('en_US');
    expect(languageFor('de', { body: 'Hallo {{1}}.' })).toBe('en_US');
    expect(languageFor('de', { header: { kind: 'text', text: 'Hallo' }, urlButtons: [] })).toBe('de');
    expect(languageFor('de', { header: { kind: 'text', text: 'Hallo {{1}}' } })).toBe('en_US');
    expect(languageFor('de', { header: { kind: 'media', media: 'image' } })).toBe('en_US');
    expect(languageFor('de', { header: { kind: 'location' } })).toBe('en_US');
    expect(languageFor('de', { urlButtons: [1] })).toBe('en_US');
  });
});

describe('send-template with quick replies', () => {
  const data: SendTemplateData = {
    ...reminder,
    replies: [
      { id: 'yes', index: 0, title: 'I’ll come' },
      { id: 'no', index: 2, title: 'Cancel' },
    ],
    timeoutMs: 3_600_000,
  };
  const reply = (message: InboundReply, hasOther = true) =>
    sendTemplate.advance(data, stepInput({ kind: 'reply', message }, { hasEdge: () => hasOther }));

  it('sends each with its own payload and waits', () => {
    expect(sendTemplate.advance(data, stepInput({ kind: 'entered' }, { variables }))).toMatchObject({
      content: {
        buttons: [
          { index: 0, subType: 'quick_reply', value: 'yes' },
          { index: 2, subType: 'quick_reply', value: 'no' },
        ],
      },
    });
    expect(sendTemplate.advance(data, stepInput({ kind: 'sent' }))).toEqual({
      kind: 'waitForReply',
      until: '2026-11-24T09:30:00.000Z',
    });
  });

  it('leaves by the reply that was pressed or typed, else by other', () => {
    expect(reply(presses('no', 'Cancel'))).toEqual({ kind: 'leave', port: 'reply:no', isChosen: true });
    expect(reply(says('cancel'))).toEqual({ kind: 'leave', port: 'reply:no', isChosen: true });
    expect(reply(presses('Cancel', 'Cancel'))).toEqual({ kind: 'leave', port: 'reply:no', isChosen: true });
    expect(reply(says('maybe'))).toEqual({ kind: 'leave', port: 'other' });
    expect(reply(says('maybe'), false)).toEqual({ kind: 'keepWaiting' });
    expect(sendTemplate.advance(data, stepInput({ kind: 'deadline' }))).toEqual({
      kind: 'leave',
      port: 'no-reply',
    });
  });

  it('has a port for each, and its time counts as an answer’s', () => {
    const ids = sendTemplate.manifest.ports(data).map((port) => port.id);
    expect(ids).toEqual(['reply:yes', 'reply:no', 'other', 'no-reply', 'failed']);
    expect(sendTemplate.manifest.clock(data, 'reply:yes')).toEqual({ kind: 'inbound' });
    expect(sendTemplate.manifest.clock(data, 'no-reply')).toEqual({ kind: 'elapsed', ms: 3_600_000 });
    expect(sendTemplate.manifest.clock(reminder, 'sent')).toEqual({ kind: 'instant' });
    expect(sendTemplate.manifest.ports({ ...data, replies: [] }).map((port) => port.id)).toEqual([
      'sent',
      'failed',
    ]);
  });

  it('reports two replies for one button', () => {
    const replies = [
      { id: 'a', index: 0, title: 'A' },
      { id: 'b', index: 0, title: '' },
    ];
    expect(sendTemplate.validate({ ...data, replies }).map(({ code, field }) => `${code} ${field}`)).toEqual([
      'required-field replies.1.title',
      'duplicate-button replies.1.index',
    ]);
  });
});

function own(known: Record<string, TemplateFacts>, key: string): TemplateFacts | null {
  return Object.hasOwn(known, key) ? (known[key] ?? null) : null;
}
