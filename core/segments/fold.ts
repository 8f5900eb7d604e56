/**
 * Upper and lower case as one, letter by letter, the way Postgres does it in the collation `pg_c_utf8`: the two must agree, or a
 * segment would hold other people in a list than in a flow. No locale, no letters that become two, no final sigma; the same
 * letter written in two ways (NFC, NFD) is one.
 */
export function fold(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  let folded = '';
  for (const letter of text.normalize('NFC')) folded += lowerLetter(letter);
  return folded;
}

const PLAIN = /^[\x00-\x7f]*$/;

/** The only letter whose lower case is longer than one letter; Postgres takes its simple mapping. */
const DOTTED_CAPITAL_I = 'İ';

/** Letters that Unicode got after version 15, which is what Postgres 17 knows; it leaves them as they are. */
const UNKNOWN_TO_POSTGRES =
  /[\u1c89\ua7cb\ua7cc\ua7ce\ua7d2\ua7d4\ua7da\ua7dc\u{10d50}-\u{10d65}\u{16ea0}-\u{16eb8}]/u;

function lowerLetter(letter: string): string {
  if (letter === DOTTED_CAPITAL_I) return 'i';
  return UNKNOWN_TO_POSTGRES.test(letter) ? letter : letter.toLowerCase();
}
