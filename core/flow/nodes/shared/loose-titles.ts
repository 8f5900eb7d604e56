/** Titles as people type them back: without emoji and numbering, and in the letters that their keyboard has. */
import { westernDigits } from './digits.ts';
import { normaliseText } from './normalise.ts';

const PICTURES =
  /[\p{S}\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u200d\u20e3\ufe0e\ufe0f]/gu;
const ENUMERATOR = /^[^\p{L}\p{N}]*(\d{1,2})(?:\ufe0f?\u20e3|[.):]|\s*[-–])\s*(?=[^\s\d])/u;

const UMLAUTS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue' };
/** Letters that no mark can be taken from. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = { ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe' };

/** Whether both name the same thing although they aren't written alike. "5. Juni" is not "4. Juni". */
export function resemble(title: string, typed: string): boolean {
  const [theirs, ours] = [ownNumber(title), ownNumber(typed)];
  if (theirs !== null && ours !== null && theirs !== ours) return false;
  const names = namesOf(title);
  return namesOf(typed).some((name) => names.includes(name));
}

/** The number that a title gives itself: 2 for `2️⃣ Sales` and `2. Sales`. */
export function ownNumber(title: string): number | null {
  const found = ENUMERATOR.exec(westernDigits(title));
  return found === null ? null : Number(found[1]);
}

/** What was typed as a number between 1 and 99; null when it is something else. */
export function typedNumber(typed: string): number | null {
  const bare = normaliseText(westernDigits(typed).replace(PICTURES, ''));
  return /^[1-9]\d?$/.test(bare) ? Number(bare) : null;
}

/** Umlauts are typed as `ae` or as `a`. Empty names are none. */
function namesOf(text: string): string[] {
  const numbered = westernDigits(text);
  return [numbered, numbered.replace(ENUMERATOR, '')].flatMap((one) => {
    const bare = one.replace(PICTURES, ' ').toLowerCase();
    const written = bare.replace(/[äöü]/gu, (letter) => UMLAUTS[letter] ?? letter);
    return [bare, written].flatMap((name) => {
      const letters = normaliseText(name).replace(/[øłđæœ]/gu, (letter) => PLAIN_LETTERS[letter] ?? letter);
      return letters === '' ? [] : [letters];
    });
  });
}
