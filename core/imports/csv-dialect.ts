/** How a CSV file is written: its bytes as text, its delimiter and its line ends. */
import Papa from 'papaparse';

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof encodings)[number];

export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

export interface CsvDialect {
  delimiter: Delimiter;
  newline: '\n' | '\r';
}

/** Of bytes that are no UTF-8: when so many of the characters beyond ASCII are broken, the file is of another encoding. */
const MAX_BROKEN_SHARE = 0.1;
const HEAD_BYTES = 4_096;

/** Finds the encoding by a byte order mark, else by looking at everything that is pushed. */
export class EncodingProbe {
  readonly #decoder = new TextDecoder('utf-8');
  #marked: Encoding | null = null;
  #isFirst = true;
  #broken = 0;
  #beyondAscii = 0;

  push(bytes: Uint8Array): void {
    if (this.#isFirst) {
      this.#isFirst = false;
      this.#marked = byMark(bytes) ?? byZeros(bytes.subarray(0, HEAD_BYTES));
    }
    if (this.#marked === null) this.#count(this.#decoder.decode(bytes, { stream: true }));
  }

  /** Windows-1252 has a meaning for every byte, so it is what remains. */
  end(): Encoding {
    if (this.#marked !== null) return this.#marked;
    this.#count(this.#decoder.decode());
    return this.#broken > this.#beyondAscii * MAX_BROKEN_SHARE ? 'windows-1252' : 'utf-8';
  }

  #count(text: string): void {
    this.#beyondAscii += text.match(/[^\x00-\x7f]/g)?.length ?? 0;
    this.#broken += text.match(/\ufffd/g)?.length ?? 0;
  }
}

function byMark([first, second, third]: Uint8Array): Encoding | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return null;
}

/** UTF-16 without a mark: mostly Latin text has a zero in every second byte. */
function byZeros(head: Uint8Array): Encoding | null {
  const zeros = [0, 0];
  for (let at = 0; at < head.length; at += 1) if (head[at] === 0) zeros[at % 2]! += 1;
  const [even, odd] = zeros as [number, number];
  if (odd > head.length * 0.3 && even < odd / 10) return 'utf-16le';
  if (even > head.length * 0.3 && odd < even / 10) return 'utf-16be';
  return null;
}

/** @param sample the file's first lines */
export function detectDialect(sample: string): CsvDialect {
  const newline = sample.includes('\n') ? '\n' : sample.includes('\r') ? '\r' : '\n';
  const hint = separatorHint(sample.slice(0, 8).split(/\r|\n/, 1)[0]!);
  if (hint !== null) return { delimiter: hint, newline };
  const { meta } = Papa.parse<string[]>(sample, {
    preview: 50,
    skipEmptyLines: true,
    delimitersToGuess: [...delimiters],
  });
  return { delimiter: delimiters.find((known) => known === meta.delimiter) ?? ',', newline };
}

/** Excel writes `sep=;` as a line of its own before the header. */
export function separatorHint(line: string): Delimiter | null {
  const [, separator] = /^sep=(.)$/i.exec(line) ?? [];
  return delimiters.find((known) => known === separator) ?? null;
}
