import { describe, expect, it } from 'vitest';
import { says } from '../../testing.ts';
import { chosenOption } from './options.ts';

const options = (...titles: string[]) => titles.map((title) => ({ id: title, title }));
const chosen = (titles: string[], text: string) =>
  chosenOption(options(...titles), says(text))?.title ?? null;

describe('a typed answer', () => {
  it.each([
    [['✅ Yes', '❌ No'], 'Yes', '✅ Yes'],
    [['✅ Yes', '❌ No'], 'no!', '❌ No'],
    [['Yes', 'No'], 'yes 👍', 'Yes'],
    [['1️⃣ Sales', '2️⃣ Support'], 'Support', '2️⃣ Support'],
    [['1️⃣ Sales', '2️⃣ Support'], '2', '2️⃣ Support'],
    [['1️⃣ Sales', '2️⃣ Support'], '2️⃣', '2️⃣ Support'],
    [['2️⃣ Sales', '1️⃣ Support'], '1', '1️⃣ Support'],
    [['1. Sales', '2) Support'], 'sales', '1. Sales'],
    [['Sales', 'Support'], '٢', 'Support'],
    [['Größe', 'Farbe'], 'Groesse', 'Größe'],
    [['Größe', 'Farbe'], 'grosse', 'Größe'],
    [['Groesse', 'Farbe'], 'größe', 'Groesse'],
    [['Café', 'Thé'], 'cafe', 'Café'],
    [['Smørrebrød', 'Łódź'], 'lodz', 'Łódź'],
    [['🇩🇪 Deutsch', '🇬🇧 English'], 'english', '🇬🇧 English'],
    [['⭐ 5', '⭐ 4'], '4', '⭐ 4'],
    [['C', 'C++'], 'c++', 'C++'],
    [['C++', 'C'], 'c', 'C'],
  ])('of %j: "%s" means "%s"', (titles, text, title) => {
    expect(chosen(titles, text)).toBe(title);
  });

  it.each([
    [['🔴 Ball', '🟢 Ball'], 'ball'],
    [['👍', '👎'], '🤷'],
    [['Yes', 'No'], 'yes no'],
    [['4. Juni', '11. Juli'], '5. Juni'],
    [['3-room flat', 'Studio'], '2-room flat'],
    [['Yes', 'No'], '3'],
    [['Yes', 'No'], '✨'],
  ])('of %j: "%s" means none of them', (titles, text) => {
    expect(chosen(titles, text)).toBeNull();
  });

  it('that is an emoji alone is taken letter by letter', () => {
    expect(chosen(['👍', '👎'], '👎')).toBe('👎');
  });
});
