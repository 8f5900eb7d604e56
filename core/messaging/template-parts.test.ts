import { describe, expect, it } from 'vitest';
import { templateSample as components } from './template-sample.ts';
import { fillPlaceholders, parameterNames, placeholdersOf, templateParts } from './template-parts.ts';

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
    });
    expect(templateParts([{ type: 'HEADER' }, { type: 'BUTTONS', buttons: [null] }])).toMatchObject({
      header: { kind: 'none' },
      buttons: [{ kind: 'other', title: '' }],
    });
  });
});

describe('placeholders', () => {
  it('are numbers up to the highest one, or names in the order in which they come', () => {
    expect(placeholdersOf('{{2}} of {{ 1 }}, {{2}} again')).toEqual(['1', '2']);
    expect(placeholdersOf('Hi {{first_name}}, {{day}}? {{first_name}}!')).toEqual(['first_name', 'day']);
    expect(placeholdersOf('nothing {here} {{}}')).toEqual([]);
    expect(placeholdersOf('{{999999999}}')).toHaveLength(99);
  });

  it('are filled in that order; without a value they stay', () => {
    expect(fillPlaceholders('{{2}} of {{1}}', ['May', '3'])).toBe('3 of May');
    expect(fillPlaceholders('Hi {{name}}, {{day}}', ['Ada', undefined])).toBe('Hi Ada, {{day}}');
  });

  it('have names for Meta only where they are names', () => {
    expect(parameterNames([{ type: 'BODY', text: 'Hi {{1}}' }])).toBeNull();
    const named = [
      { type: 'HEADER', format: 'TEXT', text: 'For {{shop}}' },
      { type: 'BODY', text: 'Hi {{first_name}}' },
    ];
    expect(parameterNames(named)).toEqual({ header: ['shop'], body: ['first_name'] });
  });
});
