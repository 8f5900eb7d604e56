/**
 * Text that a spreadsheet would take for formulas. A program that opens a CSV file runs cells that begin with `=`, `+`, `-`, `@` or their
 * full-width forms, also behind what it doesn't show, a tab or a line end (OWASP, CSV Injection). Where the list separator is a
 * semicolon, as in most of Europe, a cell begins behind each of those too, whatever the file's own delimiter. So an apostrophe is
 * written before such a character; reading takes it away again. Where apostrophes stand there already, one more is written, so that
 * every text comes back as it was. A plus with digits alone is a number wherever it is opened: phone numbers stay as they are.
 */
const UNSEEN = ' \\u00a0\\u200b\\ufeff';
const SIGN = '=+\\-@\uff1d\uff0b\uff0d\uff20';
const PHONE = /^\+\d{1,15}$/;

const atStart = (apostrophes: string) => new RegExp(`^([${UNSEEN}]*)${apostrophes}([${SIGN}\\t\\r\\n])`);
const inside = (apostrophes: string) =>
  new RegExp(`([;\\t\\r\\n][${UNSEEN}"]*)${apostrophes}([${SIGN}])`, 'g');

const FORMULA = { atStart: atStart("('*)"), inside: inside("('*)") };
const PROTECTED = { atStart: atStart("'('*)"), inside: inside("'('*)") };

export function protectCell(text: string): string {
  if (PHONE.test(text)) return text;
  return text.replace(FORMULA.inside, "$1'$2$3").replace(FORMULA.atStart, "$1'$2$3");
}

export function unprotectCell(cell: string): string {
  if (!cell.includes("'")) return cell;
  return cell.replace(PROTECTED.atStart, '$1$2$3').replace(PROTECTED.inside, '$1$2$3');
}
