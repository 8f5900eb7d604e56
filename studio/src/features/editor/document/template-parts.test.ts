import { describe, expect, it } from 'vitest';
import { templateParts, templateUseFor } from './template-parts.ts';

const components = [
  { type: 'HEADER', format: 'DOCUMENT' },
  { type: 'BODY', text: 'Hi {{1}}, your plan for {{2}}.' },
  { type: 'FOOTER', text: 'Flores' },
  {
    type: 'BUTTONS',
    buttons: [
      { type: 'QUICK_REPLY', text: 'Fine' },
      { type: 'URL', text: 'Open', url: 'https://flores.example/p/{{1}}' },
      { type: 'URL', text: 'Home', url: 'https://flores.example/' },
      { type: 'PHONE_NUMBER', text: 'Call' },
    ],
  },
];
const nothing = { name: '', language: 'en_US', header: [], body: [] };

describe('templateParts', () => {
  it('tells header, words and buttons apart', () => {
    expect(templateParts(components)).toEqual({
      header: { kind: 'media', media: 'document' },
      body: 'Hi {{1}}, your plan for {{2}}.',
      footer: 'Flores',
      buttons: [
        { kind: 'quickReply', index: 0, title: 'Fine' },
        { kind: 'url', index: 1, title: 'Open', start: 'https://flores.example/p/' },
        { kind: 'url', index: 2, title: 'Home', start: null },
        { kind: 'other', index: 3, title: 'Call' },
      ],
    });
    expect(templateParts([{ type: 'HEADER', format: 'TEXT', text: 'For {{1}}' }]).header).toEqual({
      kind: 'text',
      text: 'For {{1}}',
      count: 1,
    });
    expect(templateParts([{ type: 'HEADER' }, { type: 'BUTTONS', buttons: [null] }])).toMatchObject({
      header: { kind: 'none' },
      buttons: [{ kind: 'other', title: '' }],
    });
  });
});

describe('templateUseFor', () => {
  it('has a place for every value that the template takes', () => {
    expect(templateUseFor({ name: 'plan', language: 'pt_BR', components }, nothing)).toEqual({
      name: 'plan',
      language: 'pt_BR',
      header: [],
      headerMedia: { kind: 'document', source: { by: 'link', link: '' } },
      body: ['', ''],
      urls: [{ index: 1, value: '' }],
    });
  });

  it('keeps what fits and drops the rest', () => {
    const before = {
      ...nothing,
      useContactLanguage: true,
      header: ['x'],
      headerMedia: { kind: 'image' as const, source: { by: 'mediaId' as const, mediaId: '1' } },
      headerLocation: { coordinates: '1,1' },
      body: ['a', 'b', 'c'],
      urls: [
        { index: 1, value: 'u' },
        { index: 5, value: 'v' },
      ],
    };
    expect(templateUseFor({ name: 'plan', language: 'en_US', components }, before)).toEqual({
      name: 'plan',
      language: 'en_US',
      useContactLanguage: true,
      header: [],
      headerMedia: { kind: 'document', source: { by: 'mediaId', mediaId: '1' } },
      body: ['a', 'b'],
      urls: [{ index: 1, value: 'u' }],
    });
  });
});
