/**
 * Text as people mean it: case, accents, double spaces and punctuation around it don't count. Used for keywords, for
 * typed answers to buttons and for comparisons.
 */

/** Messages longer than this are compared by their beginning. */
const MAX_LENGTH = 4_096;

/**
 * Marks that people leave out when they type: accents of Latin, Greek and Cyrillic letters, Hebrew points, Arabic
 * vowel signs. Vowel signs of Indic scripts are letters to their readers and stay.
 */
const OPTIONAL_MARKS =
  /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670\u0640\ufe0e\ufe0f]/gu;
const NOISE = /[\s\p{P}\p{Cc}\p{Cf}]/u;

export function normaliseText(text: string): string {
  const plain = text
    .slice(0, MAX_LENGTH)
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replace(OPTIONAL_MARKS, '')
    .normalize('NFKC')
    .replaceAll('ς', 'σ')
    .replace(/\s+/gu, ' ');
  return withoutOuterNoise(plain);
}

/** By characters from both ends: a regular expression would try each row of punctuation inside from each of its places. */
function withoutOuterNoise(text: string): string {
  const characters = [...text];
  const start = characters.findIndex((character) => !NOISE.test(character));
  if (start === -1) return '';
  const end = characters.findLastIndex((character) => !NOISE.test(character)) + 1;
  return characters.slice(start, end).join('');
}

/** Whether both read the same; texts of punctuation only are compared as they are. */
export function sameText(left: string, right: string): boolean {
  const a = normaliseText(left);
  const b = normaliseText(right);
  return a === '' && b === '' ? left.trim() === right.trim() : a === b;
}
