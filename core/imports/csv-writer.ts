/** Rows as CSV that spreadsheets can open without running anything of it. */
import Papa from 'papaparse';
import { protectCell } from './formula.ts';

export const BYTE_ORDER_MARK = '\ufeff';

/** @returns lines, each with its end */
export function toCsv(rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  return `${Papa.unparse(
    rows.map((row) => row.map(protectCell)),
    { newline: '\r\n' },
  )}\r\n`;
}
