import { describe, expect, it } from 'vitest';
import { parseWhatsAppText, splitLiquid } from './whatsapp-text.ts';

describe('parseWhatsAppText', () => {
  it('reads bold, italic, struck and code, also inside each other', () => {
    expect(parseWhatsAppText('a *b _c_* ~d~ `e`')).toEqual([
      { kind: 'text', text: 'a ' },
      {
        kind: 'bold',
        parts: [
          { kind: 'text', text: 'b ' },
          { kind: 'italic', parts: [{ kind: 'text', text: 'c' }] },
        ],
      },
      { kind: 'text', text: ' ' },
      { kind: 'strike', parts: [{ kind: 'text', text: 'd' }] },
      { kind: 'text', text: ' ' },
      { kind: 'code', text: 'e' },
    ]);
  });

  it('leaves marks inside words, around blanks and over line ends alone', () => {
    for (const text of ['snake_case_name', '2*3*4', '* not bold *', '*one\ntwo*']) {
      expect(parseWhatsAppText(text)).toEqual([{ kind: 'text', text }]);
    }
  });

  it('makes links of http addresses only and leaves the full stop after them out', () => {
    expect(parseWhatsAppText('see https://a.test/b_c_d?x=1.')).toEqual([
      { kind: 'text', text: 'see ' },
      { kind: 'link', text: 'https://a.test/b_c_d?x=1', href: 'https://a.test/b_c_d?x=1' },
      { kind: 'text', text: '.' },
    ]);
    expect(parseWhatsAppText('javascript:alert(1)')).toEqual([{ kind: 'text', text: 'javascript:alert(1)' }]);
  });
});

describe('splitLiquid', () => {
  it('shows the path of a placeholder without its filters', () => {
    expect(splitLiquid("Hi {{ contact.firstName | default: 'you' }}!")).toEqual([
      { kind: 'text', text: 'Hi ' },
      { kind: 'variable', text: 'contact.firstName' },
      { kind: 'text', text: '!' },
    ]);
  });
});
