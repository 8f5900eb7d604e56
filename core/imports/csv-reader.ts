/**
 * CSV record by record, so that a broken row costs that row only. A quote that is opened and never properly closed would swallow
 * everything up to the next quote: such a line is given back as broken and reading goes on with the line after it. Where records end is
 * decided here; Papa Parse takes their cells apart.
 */
import Papa from 'papaparse';
import type { CsvDialect } from './csv-dialect.ts';

export type CsvRecord =
  | { line: number; cells: string[] }
  /** The line as it stands in the file, or how it begins. */
  | { line: number; broken: string };

/** A cell may go on over several lines, but not for ever: a quote that is still open after so much is taken for a broken one. */
const MAX_RECORD_LINES = 500;
const MAX_RECORD_LENGTH = 2_000_000;
/** No file of contacts has rows like that; taking one apart would need more memory than the file. */
const MAX_CELLS = 1_000;
/** Of a broken line, for those who look for it. */
const BROKEN_LENGTH = 1_000;

interface Pending {
  line: number;
  text: string;
  isBroken: boolean;
}

export class CsvReader {
  /** Cells that a record over several lines must have; null: any number. Set it when the header is known. */
  columns: number | null = null;
  readonly #dialect: CsvDialect;
  #rest = '';
  #lines: string[] = [];
  /** Number of the first of `#lines` in the file, from 1. */
  #line = 1;

  constructor(dialect: CsvDialect) {
    this.#dialect = dialect;
  }

  /** @returns the records that are complete; lines without any text are left out */
  push(text: string): CsvRecord[] {
    const lines = text.split(this.#dialect.newline);
    lines[0] = this.#rest + lines[0]!;
    const rest = lines.pop()!;
    this.#rest = rest.length > 2 * MAX_RECORD_LENGTH ? rest.slice(0, MAX_RECORD_LENGTH + 1) : rest;
    this.#addLines(lines);
    return this.#take(false);
  }

  end(): CsvRecord[] {
    this.#addLines(this.#rest === '' ? [] : [this.#rest]);
    this.#rest = '';
    return this.#take(true);
  }

  #addLines(lines: string[]): void {
    for (const line of lines) this.#lines.push(line.endsWith('\r') ? line.slice(0, -1) : line);
  }

  #take(isEnd: boolean): CsvRecord[] {
    const found: Pending[] = [];
    let at = 0;
    while (at < this.#lines.length) {
      const count = this.#recordLength(at, isEnd);
      if (count === null) break;
      const lines = Math.max(count, 1);
      const text = lines === 1 ? this.#lines[at]! : this.#lines.slice(at, at + lines).join('\n');
      if (text.trim() !== '') {
        const isBroken = count === 0;
        found.push({ line: this.#line + at, text: isBroken ? text.slice(0, BROKEN_LENGTH) : text, isBroken });
      }
      at += lines;
    }
    this.#lines = this.#lines.slice(at);
    this.#line += at;
    return this.#parse(found);
  }

  /** @returns how many lines the record that begins at `at` has; 0: its line is broken; null: nobody knows yet */
  #recordLength(at: number, isEnd: boolean): number | null {
    const { delimiter } = this.#dialect;
    const first = this.#lines[at]!;
    if (first.length > MAX_RECORD_LENGTH || hasMoreThan(MAX_CELLS - 1, delimiter, first)) return 0;
    if (!first.includes('"')) return 1;
    let state = scanLine(first, delimiter, false);
    if (state !== 'open') return state === 'closed' ? 1 : 0;
    let length = first.length;
    for (let next = at + 1; ; next += 1) {
      if (next - at >= MAX_RECORD_LINES || length > MAX_RECORD_LENGTH) return 0;
      const line = this.#lines[next];
      if (line === undefined) return isEnd ? 0 : null;
      length += line.length;
      state = scanLine(line, delimiter, true);
      if (state === 'invalid') return 0;
      if (state === 'closed') return this.#isRecord(at, next + 1) ? next + 1 - at : 0;
    }
  }

  /** Lines that only happen to fit together would have another number of cells. */
  #isRecord(from: number, to: number): boolean {
    if (this.columns === null) return true;
    const [cells] = this.#cells(this.#lines.slice(from, to).join('\n'));
    return cells?.length === this.columns;
  }

  #parse(found: Pending[]): CsvRecord[] {
    const whole = found.filter(({ isBroken }) => !isBroken);
    const together = this.#cells(whole.map(({ text }) => text).join('\n'));
    const rows =
      together.length === whole.length ? together : whole.map(({ text }) => this.#cells(text)[0] ?? []);
    let next = 0;
    return found.map(({ line, text, isBroken }) =>
      isBroken ? { line, broken: text } : { line, cells: rows[next++]! },
    );
  }

  #cells(text: string): string[][] {
    if (text === '') return [];
    return Papa.parse<string[]>(text, { delimiter: this.#dialect.delimiter, newline: '\n' }).data;
  }
}

function hasMoreThan(count: number, delimiter: string, line: string): boolean {
  if (line.length <= count) return false;
  let found = 0;
  for (let at = line.indexOf(delimiter); at !== -1 && found <= count; at = line.indexOf(delimiter, at + 1))
    found += 1;
  return found > count;
}

/**
 * Whether quotes are closed at the end of a line. A quote in the middle of a cell that doesn't begin with one is an ordinary
 * character; something between a closing quote and the delimiter makes the line invalid.
 */
function scanLine(line: string, delimiter: string, startsQuoted: boolean): 'closed' | 'open' | 'invalid' {
  let at = 0;
  let isQuoted = startsQuoted;
  for (;;) {
    if (!isQuoted) {
      if (line[at] === '"') {
        isQuoted = true;
        at += 1;
        continue;
      }
      const end = line.indexOf(delimiter, at);
      // Rows over several lines are written by programs, which quote such a cell: here it shows where a broken row runs into the next.
      if (startsQuoted && line.slice(at, end === -1 ? undefined : end).includes('"')) return 'invalid';
      if (end === -1) return 'closed';
      at = end + 1;
      continue;
    }
    const quote = line.indexOf('"', at);
    if (quote === -1) return 'open';
    if (line[quote + 1] === '"') {
      at = quote + 2;
      continue;
    }
    let after = quote + 1;
    while (line[after] === ' ') after += 1;
    if (after >= line.length) return 'closed';
    if (line[after] !== delimiter) return 'invalid';
    isQuoted = false;
    at = after + 1;
  }
}
