import { describe, expect, it } from 'vitest';
import { matching, mentionAt, mentionedIn, partsOf, withMention, type Colleague } from './mentions.ts';

const member = (userId: string, name: string | null): Colleague => ({
  userId,
  name,
  email: `${userId}@demo.test`,
});
const ada = member('ada', 'Ada');
const adaLind = member('lind', 'Ada Lind');
const nameless = member('noor', null);
const all = [ada, adaLind, nameless];

describe('a mention that is typed', () => {
  it('begins at an @ that no word stands before, and may hold a space', () => {
    expect(mentionAt('ask @Ada L', 10)).toEqual({ from: 4, typed: 'ada l' });
    expect(mentionAt('@', 1)).toEqual({ from: 0, typed: '' });
    expect(mentionAt('(@ad', 4)).toEqual({ from: 1, typed: 'ad' });
  });

  it('is none in an address, behind a space or a line, or without an @', () => {
    for (const text of ['ada@demo', '@ ada', '@ada\nand', 'ada', ''])
      expect(mentionAt(text, text.length)).toBeNull();
  });

  it('finds whose name, a word of it or address begins so', () => {
    expect(matching(all, 'ada')).toEqual([ada, adaLind]);
    expect(matching(all, 'lin')).toEqual([adaLind]);
    expect(matching(all, 'noor@')).toEqual([nameless]);
    expect(matching(all, 'x')).toEqual([]);
  });

  it('is put in place of what was typed, whatever stands behind it', () => {
    expect(withMention('ask @ad, please', { from: 4, typed: 'ad' }, ada)).toEqual({
      text: 'ask @Ada , please',
      caret: 9,
    });
    expect(withMention('@a', { from: 0, typed: 'a' }, adaLind)).toEqual({ text: '@Ada Lind ', caret: 10 });
  });
});

describe('a text with mentions', () => {
  it('is split at them; the longer of two names is meant', () => {
    expect(partsOf('Hi @Ada Lind, and @Ada!', all)).toEqual([
      { text: 'Hi ', isMention: false },
      { text: '@Ada Lind', isMention: true },
      { text: ', and ', isMention: false },
      { text: '@Ada', isMention: true },
      { text: '!', isMention: false },
    ]);
  });

  it('names nobody by a part of a word', () => {
    expect(mentionedIn('@Adam and @nobody', all)).toEqual([]);
    expect(mentionedIn('@Ada Lind', all)).toEqual(['lind']);
    expect(mentionedIn('@noor@demo.test @Ada @Ada', all)).toEqual(['ada', 'noor']);
  });
});
