import { describe, expect, it } from 'vitest';
import { askedAbout } from './content-commerce.ts';
import { contentView } from './content.ts';

const inbound = (type: string, content: Record<string, unknown>, text: string | null = null) =>
  contentView({ direction: 'inbound', type, text, content });

const outbound = (content: Record<string, unknown>) =>
  contentView({ direction: 'outbound', type: String(content.type), text: null, content });

describe('contentView', () => {
  it('says that a retention rule took the content, whoever wrote it', () => {
    expect(inbound('text', { removed: true })).toEqual({ kind: 'removed' });
    expect(
      contentView({ direction: 'outbound', type: 'buttons', text: null, content: { removed: true } }),
    ).toEqual({
      kind: 'removed',
    });
  });

  it('reads our own buttons, lists and templates', () => {
    const body = { direction: 'outbound' as const, text: 'x' };
    expect(
      contentView({
        ...body,
        type: 'buttons',
        content: { type: 'buttons', body: 'Hi', buttons: [{ id: 'a', title: 'A' }] },
      }),
    ).toMatchObject({ kind: 'buttons', body: 'Hi', options: [{ id: 'a', title: 'A' }] });
    expect(
      contentView({
        ...body,
        type: 'list',
        content: { type: 'list', body: 'Hi', sections: [{ rows: [{ id: 'r', title: 'R' }] }] },
      }),
    ).toMatchObject({ kind: 'list', button: 'Choose', sections: [{ title: null, rows: [{ id: 'r' }] }] });
    expect(
      contentView({ ...body, type: 'template', content: { type: 'template', name: 'n', preview: null } }),
    ).toEqual({
      kind: 'template',
      name: 'n',
      body: null,
      file: null,
      place: null,
    });
  });

  it('finds the title of a press, wherever it stands', () => {
    expect(
      inbound('interactive', { interactive: { button_reply: { id: 'a', title: 'Yes' } } }),
    ).toMatchObject({ title: 'Yes' });
    expect(inbound('interactive', { list_reply: { title: 'Mon', description: 'early' } })).toEqual({
      kind: 'press',
      title: 'Mon',
      description: 'early',
    });
    expect(inbound('button', { button: { text: 'Stop' } })).toMatchObject({ kind: 'press', title: 'Stop' });
  });

  it('shows media by kind, with caption and file name, ours and theirs', () => {
    expect(inbound('document', { document: { filename: 'a.pdf', caption: 'here' } })).toEqual({
      kind: 'media',
      file: { media: 'document', isVoiceNote: false, name: 'a.pdf', url: null },
      caption: 'here',
    });
    expect(inbound('audio', { audio: { voice: true } })).toMatchObject({
      file: { media: 'audio', isVoiceNote: true },
    });
    expect(
      outbound({ type: 'media', kind: 'image', link: 'https://a.example/x.jpg', caption: 'Hi' }),
    ).toEqual({
      kind: 'media',
      file: { media: 'image', isVoiceNote: false, name: null, url: 'https://a.example/x.jpg' },
      caption: 'Hi',
    });
  });

  it('names the file that is kept here, of a message and of a template', () => {
    const file = { media: 'image', url: null, fileId: 'f-1' };
    expect(outbound({ type: 'media', kind: 'image', fileId: 'f-1' })).toMatchObject({ kind: 'media', file });
    const headerMedia = { kind: 'image', fileId: 'f-1' };
    expect(outbound({ type: 'template', name: 'menu', headerMedia })).toMatchObject({ file });
  });

  it('shows places and cards, ours and theirs', () => {
    const place = { name: 'Shop', address: null, latitude: 52.5, longitude: 13.4 };
    expect(inbound('location', { location: { latitude: '52.5', longitude: 13.4, name: 'Shop' } })).toEqual({
      kind: 'location',
      place,
    });
    expect(outbound({ type: 'location', latitude: 52.5, longitude: 13.4, name: 'Shop' })).toEqual({
      kind: 'location',
      place,
    });
    const cards = [{ name: 'Ana', lines: ['Flores', '+55', 'ana@a.example'] }];
    expect(
      inbound('contacts', {
        contacts: [
          {
            name: { formatted_name: 'Ana' },
            org: { company: 'Flores' },
            phones: [{ phone: '+55' }],
            emails: [{ email: 'ana@a.example' }],
          },
        ],
      }),
    ).toEqual({ kind: 'contacts', cards });
    expect(
      outbound({
        type: 'contacts',
        contacts: [
          { name: 'Ana', phones: [{ phone: '+55' }], emails: ['ana@a.example'], organisation: 'Flores' },
        ],
      }),
    ).toEqual({ kind: 'contacts', cards });
  });

  it('shows a question for a place', () => {
    expect(outbound({ type: 'locationRequest', body: 'Where are you?' })).toMatchObject({
      kind: 'locationRequest',
      body: 'Where are you?',
    });
    expect(outbound({ type: 'locationRequest' })).toEqual({ kind: 'other' });
  });

  it('shows link buttons, forms and what was answered in them', () => {
    expect(outbound({ type: 'cta', body: 'Book', label: 'Go', url: 'https://a.example/' })).toMatchObject({
      kind: 'link',
      label: 'Go',
      url: 'https://a.example/',
    });
    expect(outbound({ type: 'flow', body: 'Tell us', label: 'Open' })).toMatchObject({ kind: 'form' });
    const derived = { flow: { name: 'flow', token: 't', fields: { day: 'mon', extras: ['bow'], n: 2 } } };
    expect(inbound('interactive', { interactive: { nfm_reply: {} }, derived })).toEqual({
      kind: 'answers',
      answers: [
        { name: 'day', value: 'mon' },
        { name: 'extras', value: '["bow"]' },
        { name: 'n', value: '2' },
      ],
    });
    const empty = { flow: { name: 'flow', token: null, fields: {} } };
    expect(inbound('interactive', { interactive: {}, derived: empty }, 'Sent')).toMatchObject({
      kind: 'press',
      title: 'Sent',
    });
  });

  it('shows products by their ids, and an order line by line', () => {
    expect(outbound({ type: 'product', catalogId: '77', retailerId: 'aloe' })).toEqual({
      ...{ kind: 'products', of: 'product', header: null, body: null, footer: null },
      sections: [{ title: null, ids: ['aloe'] }],
    });
    expect(
      outbound({
        ...{ type: 'productList', header: 'Plants', body: 'Look', catalogId: '77' },
        sections: [{ title: 'New', retailerIds: ['aloe', 7, 'ivy'] }, 'damaged'],
      }),
    ).toMatchObject({
      of: 'productList',
      sections: [
        { title: 'New', ids: ['aloe', 'ivy'] },
        { title: null, ids: [] },
      ],
    });
    expect(outbound({ type: 'catalog', body: 'All' })).toMatchObject({
      of: 'catalog',
      sections: [{ ids: [] }],
    });
    const items = [
      { retailerId: 'aloe', quantity: 2, price: '4.50', currency: 'EUR' },
      { retailerId: null, quantity: 'two', price: null },
    ];
    const order = { items, total: '9.00', currency: 'EUR', note: 'A gift' };
    expect(inbound('order', { order: {}, derived: { order } })).toEqual({
      kind: 'order',
      lines: [
        { id: 'aloe', quantity: 2, price: '4.50 EUR' },
        { id: 'Unknown product', quantity: 1, price: null },
      ],
      total: '9.00 EUR',
      note: 'A gift',
    });
    expect(inbound('order', { order: {}, derived: { order: { itemCount: 2 } } })).toEqual({ kind: 'other' });
  });

  it('shows the cards of a carousel', () => {
    const cards = [
      {
        header: { kind: 'video', link: 'https://a.example/a.mp4' },
        body: 'One',
        link: { label: 'Buy', url: 'https://a.example/' },
      },
      { header: { kind: 'image' }, buttons: [{ id: 'a', title: 'More' }, 'damaged'] },
    ];
    expect(outbound({ type: 'carousel', body: 'Look', cards })).toMatchObject({
      kind: 'carousel',
      body: 'Look',
      cards: [
        { media: 'video', body: 'One', link: { label: 'Buy' }, replies: [] },
        { media: 'image', mediaUrl: null, body: null, link: null, replies: ['More'] },
      ],
    });
    expect(outbound({ type: 'carousel' })).toEqual({ kind: 'other' });
  });

  it('knows the product that a person asks about', () => {
    expect(askedAbout({ derived: { product: { catalogId: '77', retailerId: 'aloe' } } })).toBe('aloe');
    expect(askedAbout({ derived: {} })).toBeNull();
    expect(askedAbout({})).toBeNull();
  });

  it('shows the file or the place of a template’s header', () => {
    expect(
      outbound({
        type: 'template',
        name: 'n',
        preview: 'Hi',
        headerMedia: { kind: 'video', link: 'https://a.example/' },
      }),
    ).toMatchObject({ kind: 'template', file: { media: 'video' }, place: null });
    expect(
      outbound({ type: 'template', name: 'n', preview: 'Hi', headerLocation: { latitude: 1, longitude: 2 } }),
    ).toMatchObject({ file: null, place: { latitude: 1 } });
  });

  it('makes a placeholder of what it does not know or can not read', () => {
    expect(inbound('order', { order: {} })).toEqual({ kind: 'other' });
    expect(inbound('location', { location: { latitude: 'north' } })).toEqual({ kind: 'other' });
    expect(inbound('interactive', {})).toEqual({ kind: 'other' });
    expect(inbound('contacts', { contacts: 'nobody' })).toEqual({ kind: 'contacts', cards: [] });
    expect(outbound({ type: 'media', kind: 'hologram' })).toEqual({ kind: 'other' });
    expect(outbound({ type: 'location' })).toEqual({ kind: 'other' });
  });
});
