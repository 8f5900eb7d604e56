/**
 * Cells that a spreadsheet would take for formulas. A program that opens a CSV file runs what begins with `=`, `+`, `-`, `@`, a tab or a
 * carriage return, so an apostrophe is written before it; reading takes it away again. Text that begins with apostrophes before such a
 * character gets one more, so that every text comes back as it was. A plus with digits alone is a number wherever it is opened, so phone
 * numbers stay as they are.
 */
const FORMULA = /^'*[=+\-@\t\r]/;
const PROTECTED = /^'+[=+\-@\t\r]/;
const PHONE = /^\+\d{1,15}$/;

export function protectCell(text: string): string {
  return FORMULA.test(text) && !PHONE.test(text) ? `'${text}` : text;
}

export function unprotectCell(cell: string): string {
  return PROTECTED.test(cell) ? cell.slice(1) : cell;
}
