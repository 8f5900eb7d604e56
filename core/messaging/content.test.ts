import { describe, expect, it } from 'vitest';
import { plainText, type OutboundContent } from './content.ts';

const renderings: [content: OutboundContent, text: string][] = [
  [{ type: 'media', kind: 'image', mediaId: '1', caption: 'Our garden' }, 'Our garden'],
  [{ type: 'media', kind: 'document', link: 'https://a.example/x', filename: 'x.pdf' }, 'x.pdf'],
  [{ type: 'media', kind: 'sticker', mediaId: '1' }, '[sticker]'],
  [{ type: 'location', latitude: 1.5, longitude: -2, name: 'Shop', address: 'Main St 1' }, 'Shop, Main St 1'],
  [{ type: 'location', latitude: 1.5, longitude: -2 }, '1.5, -2'],
  [
    {
      type: 'contacts',
      contacts: [
        { name: 'Ana', phones: [], emails: [] },
        { name: 'Rui', phones: [], emails: [] },
      ],
    },
    'Ana, Rui',
  ],
  [{ type: 'locationRequest', body: 'Where are you?' }, 'Where are you?'],
  [{ type: 'cta', body: 'Book here', label: 'Book', url: 'https://a.example/' }, 'Book here'],
  [{ type: 'product', catalogId: '77', retailerId: 'aloe' }, '[product aloe]'],
  [{ type: 'product', catalogId: '77', retailerId: 'aloe', body: 'Back in stock' }, 'Back in stock'],
  [{ type: 'catalog', body: 'All our plants' }, 'All our plants'],
  [{ type: 'carousel', body: 'New ones', cards: [] }, 'New ones'],
  [{ type: 'template', name: 'hello', language: 'en', body: [], preview: null }, '[template hello]'],
];

describe('plainText', () => {
  for (const [content, text] of renderings) {
    it(`reads ${content.type} as "${text}"`, () => expect(plainText(content)).toBe(text));
  }
});
