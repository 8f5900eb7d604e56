import { describe, expect, it } from 'vitest';
import { searchPalette, type PaletteItem } from './search-palette.ts';

const items: PaletteItem[] = [
  { type: 'send-text', title: 'Send text', docs: 'Sends a text.', family: 'message' },
  { type: 'delay', title: 'Delay', docs: 'Waits, or ends the run.', family: 'time' },
  { type: 'exit', title: 'End', docs: 'Stops.', family: 'end' },
];
const found = (search: string) => searchPalette(items, search).map((item) => item.type);

describe('searchPalette', () => {
  it('puts titles that begin with the words before those that hold them, and descriptions last', () => {
    expect(found('end')).toEqual(['exit', 'send-text', 'delay']);
  });

  it('finds by family and keeps the order when nothing is typed', () => {
    expect(found('mess')).toEqual(['send-text']);
    expect(found('  ')).toEqual(['send-text', 'delay', 'exit']);
  });

  it('finds nothing for strange words', () => {
    expect(found('zzz')).toEqual([]);
  });
});
