import { describe, expect, it } from 'vitest';
import { contentView } from './content.ts';

const inbound = (type: string, content: Record<string, unknown>, text: string | null = null) =>
  contentView({ direction: 'inbound', type, text, content });

describe('contentView', () => {
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

  it('shows media by kind, with caption and file name', () => {
    expect(inbound('document', { document: { filename: 'a.pdf', caption: 'here' } })).toEqual({
      kind: 'media',
      media: 'document',
      caption: 'here',
      fileName: 'a.pdf',
    });
  });

  it('makes a placeholder of what it does not know or can not read', () => {
    expect(inbound('order', { order: {} })).toEqual({ kind: 'other' });
    expect(inbound('location', { location: { latitude: 'north' } })).toEqual({ kind: 'other' });
    expect(inbound('interactive', {})).toEqual({ kind: 'other' });
    expect(inbound('contacts', { contacts: 'nobody' })).toEqual({ kind: 'contacts', names: [] });
  });
});
