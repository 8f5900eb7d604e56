/** What becomes of one recipient. */
import { describe, expect, it } from 'vitest';
import type { CampaignPerson, CampaignScene } from '../../core/campaigns/message.ts';
import { docOf, variant } from '../../local/testing/campaign-world.ts';
import { decide, type Due } from './decide.ts';

const due: Due = {
  ...{ contactId: 'c', variant: 'A', attempts: 0, quietUntil: null },
  ...{ messageId: null, messageStatus: null, errorClass: null },
};
const template = {
  ...{ name: 'order', language: 'en_US', category: 'UTILITY', status: 'APPROVED' },
  ...{ header: { kind: 'media', media: 'image' }, body: 'Hi {{1}}', params: 1 },
};
const scene = {
  ...{ templates: { 'order/en_US': template }, timeZone: 'UTC', number: '15550100001', now: new Date() },
} as unknown as CampaignScene;

function personWith(attributes: Record<string, string>): CampaignPerson {
  return {
    contact: { id: 'c', name: 'Ada', phone: '1', locale: null, timeZone: null, tags: [], attributes },
    ...{ country: null, hasRecipient: true, suppressed: false, unaskedSends: 0 },
    consent: { marketing: 'granted', utility: 'unknown' },
  } as unknown as CampaignPerson;
}

const verdictOf = (attributes: Record<string, string>, use: Parameters<typeof variant>[1]) =>
  decide(
    { doc: docOf({ variants: [variant('A', { name: 'order', body: ['{{ contact.name }}'], ...use })] }) },
    ...([due, personWith(attributes), 'utility', scene] as const),
  );

describe('a value of one person that can’t be sent leaves out that person, not everybody:', () => {
  it.each([
    [
      'no address of a file',
      { headerMedia: { kind: 'image', source: { by: 'link', link: '{{ contact.attributes.photo }}' } } },
    ],
    [
      'no id of a file',
      {
        headerMedia: { kind: 'image', source: { by: 'mediaId', mediaId: '{{ contact.attributes.photo }}' } },
      },
    ],
    ['no place', { headerLocation: { coordinates: '{{ contact.attributes.photo }}' } }],
    ['no value', { body: ['{{ contact.attributes.nothing }}'] }],
  ] as [string, Parameters<typeof variant>[1]][])('%s', (_, use) => {
    expect(verdictOf({ photo: 'none yet' }, use)).toEqual({ kind: 'exclude', reason: 'value_missing' });
  });
});

it('a template that is gone is the campaign’s fault', () => {
  expect(verdictOf({}, { name: 'gone' })).toEqual({ kind: 'unusable' });
});

it('a template that takes other values by now is the campaign’s fault', () => {
  expect(verdictOf({}, { body: ['one', 'two'] })).toEqual({ kind: 'unusable' });
});

it('who gets it in a language in which it is marketing needs to have agreed to that', () => {
  const german = { ...template, language: 'de', category: 'MARKETING', header: { kind: 'none' } };
  const person = personWith({});
  const verdict = decide(
    { doc: docOf({ variants: [variant('A', { name: 'order', useContactLanguage: true })] }) },
    due,
    {
      ...person,
      contact: { ...person.contact, locale: 'de' },
      consent: { marketing: 'denied', utility: 'unknown' },
    },
    'utility',
    { ...scene, templates: { ...scene.templates, 'order/de': german } } as unknown as CampaignScene,
  );
  expect(verdict).toEqual({ kind: 'exclude', reason: 'consent_denied' });
});
