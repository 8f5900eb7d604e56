/** CSV as the world writes it: whatever the quoting, encoding and delimiter, rows come back; a broken one costs itself only. */
import Papa from 'papaparse';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delimiters, detectDialect, EncodingProbe, type CsvDialect, type Encoding } from './csv-dialect.ts';
import { CsvReader, type CsvRecord } from './csv-reader.ts';
import { toCsv } from './csv-writer.ts';
import { protectCell, unprotectCell } from './formula.ts';

const seed = Number(process.env.PARLEY_TEST_SEED ?? Date.now() % 1_000_000);
const check = (property: fc.IProperty<unknown>, numRuns = 300) =>
  void fc.assert(property as never, { seed, numRuns, verbose: 1 });

const piece = fc.constantFrom(
  ...[
    'a',
    'Ada',
    '1',
    '"',
    '""',
    ',',
    ';',
    '\t',
    '|',
    '\n',
    ' ',
    "'",
    '=1+1',
    '+4930',
    '@x',
    '-2',
    'ß',
    'é',
    '💥',
    'й',
    '\0',
    '\u200b',
    '＝2',
    '',
  ],
);
const cell = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
const COLUMNS = 3;
/** The first cell is never empty, so that no row is a blank line. */
const row = fc
  .tuple(
    fc.integer({ min: 1, max: 9_999 }),
    fc.array(cell, { minLength: COLUMNS - 1, maxLength: COLUMNS - 1 }),
  )
  .map(([id, cells]) => [`id${id}`, ...cells]);
const rows = fc.array(row, { minLength: 1, maxLength: 30 });

function read(text: string, dialect: CsvDialect, chunkSize = 7): CsvRecord[] {
  const reader = new CsvReader(dialect);
  reader.columns = COLUMNS;
  const found: CsvRecord[] = [];
  for (let at = 0; at < text.length; at += chunkSize)
    found.push(...reader.push(text.slice(at, at + chunkSize)));
  return [...found, ...reader.end()];
}

const cellsOf = (records: CsvRecord[]) => records.map((record) => ('cells' in record ? record.cells : null));

function write(table: string[][], delimiter: string, newline: string, quotes: boolean): string {
  return `${Papa.unparse(table, { delimiter, newline, quotes })}${newline}`;
}

describe(`a file of valid CSV (seed ${seed})`, () => {
  it('gives back every cell, whatever delimiter, line end, quoting and size of the chunks', () => {
    check(
      fc.property(
        rows,
        fc.constantFrom(...delimiters),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.integer({ min: 1, max: 400 }),
        (table, delimiter, newline, quotes, chunkSize) => {
          const records = read(
            write(table, delimiter, newline, quotes),
            { delimiter, newline: '\n' },
            chunkSize,
          );
          expect(cellsOf(records)).toEqual(table);
        },
      ),
    );
  });

  it('comes with the numbers of its lines', () => {
    const records = read('a,"b\nc",d\ne,f,g\n\nh,i,j', { delimiter: ',', newline: '\n' });
    expect(records.map(({ line }) => line)).toEqual([1, 3, 5]);
  });

  it('is read with the line ends of old Macs', () => {
    const dialect = detectDialect('id;x;y\r1;2;3\r');
    expect(dialect).toEqual({ delimiter: ';', newline: '\r' });
    expect(cellsOf(read('id;x;y\r1;2;3\r', dialect))).toEqual([
      ['id', 'x', 'y'],
      ['1', '2', '3'],
    ]);
  });

  it('takes a quote inside an unquoted cell for an ordinary character', () => {
    expect(cellsOf(read('pipe,5" wide,x\n', { delimiter: ',', newline: '\n' }))).toEqual([
      ['pipe', '5" wide', 'x'],
    ]);
  });

  it('bears a cell of a megabyte', () => {
    const long = 'x"\n'.repeat(350_000 / 1_000).repeat(1) + 'y'.repeat(1_000_000);
    const table = [
      ['id1', long, 'z'],
      ['id2', 'b', 'c'],
    ];
    const records = read(write(table, ',', '\n', true), { delimiter: ',', newline: '\n' }, 65_536);
    expect(cellsOf(records)).toEqual(table);
  });
});

/** A line on which a quote is opened and never closed, or is followed by something. */
const broken = fc.constantFrom(
  'id0,"never closed,x',
  'id0,"closed" and more,x',
  'id0,x,"',
  '"id0,x,y',
  'id0,"a""b,c',
);
/** Without line breaks, so that every row is one line and the broken one has a place. */
const flatRow = row.map((cells) => cells.map((text) => text.replaceAll('\n', ' ')));

describe('a broken row', () => {
  it('costs that row only', () => {
    check(
      fc.property(
        fc.array(flatRow, { minLength: 1, maxLength: 12 }),
        fc.array(flatRow, { minLength: 1, maxLength: 12 }),
        broken,
        fc.boolean(),
        fc.integer({ min: 1, max: 400 }),
        (before, after, line, quotes, chunkSize) => {
          const text = write(before, ',', '\n', quotes) + `${line}\n` + write(after, ',', '\n', quotes);
          const records = read(text, { delimiter: ',', newline: '\n' }, chunkSize);
          expect(cellsOf(records)).toEqual([...before, null, ...after]);
          expect(records[before.length]).toEqual({ line: before.length + 1, broken: line });
        },
      ),
      600,
    );
  });

  it('costs no row over several lines that follows it', () => {
    const text = 'id0,"open,x\nid1,"two\nlines",z\nid2,b,c\n';
    expect(cellsOf(read(text, { delimiter: ',', newline: '\n' }))).toEqual([
      null,
      ['id1', 'two\nlines', 'z'],
      ['id2', 'b', 'c'],
    ]);
  });

  it('is found at the end of the file, too', () => {
    expect(cellsOf(read('id1,b,c\nid0,"open', { delimiter: ',', newline: '\n' }))).toEqual([
      ['id1', 'b', 'c'],
      null,
    ]);
  });

  it('is one that never ends, and costs neither the rows around it nor the memory for its cells', () => {
    const endless = ','.repeat(5_000_000);
    const records = read(`id1,b,c\n${endless}\nid2,b,c\n`, { delimiter: ',', newline: '\n' }, 65_536);
    expect(cellsOf(records)).toEqual([['id1', 'b', 'c'], null, ['id2', 'b', 'c']]);
    expect(records[1]).toEqual({ line: 2, broken: ','.repeat(1_000) });
  });

  it('is one with more cells than any file may have columns', () => {
    const wide = ','.repeat(1_001);
    const records = read(`${wide}\nid2,b,c\n`, { delimiter: ',', newline: '\n' });
    expect(cellsOf(records)).toEqual([null, ['id2', 'b', 'c']]);
  });

  it('holds up a long file no longer than its neighbours', () => {
    const text = `id0,"open,x\n${'id1,b,c\n'.repeat(20_000)}`.repeat(5);
    const startedAt = performance.now();
    const records = read(text, { delimiter: ',', newline: '\n' }, 65_536);
    expect(records).toHaveLength(100_005);
    expect(records.filter((record) => 'broken' in record)).toHaveLength(5);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});

describe('an encoding', () => {
  const text = `id,name\n1,Zoë Müller\n2,${'Jürgen Groß '.repeat(20)}\n`;
  const encode: Record<string, [Encoding, Uint8Array]> = {
    'UTF-8': ['utf-8', Buffer.from(text)],
    'UTF-8 with a mark': ['utf-8', Buffer.from(`\ufeff${text}`)],
    'UTF-16 little endian with a mark': ['utf-16le', Buffer.from(`\ufeff${text}`, 'utf16le')],
    'UTF-16 big endian with a mark': ['utf-16be', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    'UTF-16 without a mark': ['utf-16le', Buffer.from(text, 'utf16le')],
    'Windows-1252': ['windows-1252', Buffer.from(text, 'latin1')],
    ASCII: ['utf-8', Buffer.from('id,name\n1,Ada\n')],
  };

  it.each(Object.entries(encode))('is found: %s', (_, [encoding, bytes]) => {
    for (const size of [1, 3, 64, 10_000]) {
      const probe = new EncodingProbe();
      // The mark is looked for in the first piece; files are read in large ones.
      const first = Math.max(size, 4_096);
      probe.push(bytes.subarray(0, first));
      for (let at = first; at < bytes.length; at += size) probe.push(bytes.subarray(at, at + size));
      expect(probe.end()).toBe(encoding);
    }
    expect(new TextDecoder(encoding).decode(bytes)).toBe(bytes.length < 20 ? 'id,name\n1,Ada\n' : text);
  });

  it('stays UTF-8 when one row of many is damaged', () => {
    const bytes = Buffer.concat([Buffer.from(text), Buffer.from([0x33, 0x2c, 0xe9, 0x0a])]);
    const probe = new EncodingProbe();
    probe.push(bytes);
    expect(probe.end()).toBe('utf-8');
  });
});

it.each([
  ['id,name,tags\n1,"Doe, Ada",x\n', ','],
  ['id;name;tags\n1;Doe, Ada;x\n2;Roe, Max;y\n', ';'],
  ['id\tname\n1\tAda\n', '\t'],
  ['id|name\n1|Ada\n', '|'],
  ['sep=;\nid;name\n1;a,b,c,d\n', ';'],
  ['phone\n+1555\n', ','],
])('finds the delimiter of %j', (text, delimiter) => {
  expect(detectDialect(text).delimiter).toBe(delimiter);
});

describe('a cell that looks like a formula', () => {
  it('is written so that it is none and read as it was', () => {
    check(
      fc.property(fc.oneof(cell, fc.string({ unit: 'binary' })), (text) => {
        const written = protectCell(text);
        const isPhone = /^\+\d{1,15}$/.test(written);
        expect(isPhone || !/^[ \u00a0\u200b\ufeff]*[=+\-@＝＋－＠\t\r\n]/.test(written)).toBe(true);
        const behind = written
          .split(';')
          .slice(1)
          .map((one) => one.replace(/^[\s"\u200b\ufeff]+/, ''));
        expect(behind.filter((one) => /^[=+\-@＝＋－＠]/.test(one))).toEqual([]);
        expect(unprotectCell(written)).toBe(text);
      }),
      2_000,
    );
  });

  it.each([
    ['=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'],
    ['+1+1', "'+1+1"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t'=1"],
    ['\n=1', "'\n'=1"],
    ['＝1+1', "'＝1+1"],
    ['\u200b=1', "\u200b'=1"],
    ['x; "=1+1', `x; "'=1+1`],
    ['a;-5', "a;'-5"],
    ['Size 5-6; a=b', 'Size 5-6; a=b'],
    ['+15550109000', '+15550109000'],
    ["O'Brien", "O'Brien"],
  ])('%j is written as %j', (text, written) => {
    expect(protectCell(text)).toBe(written);
  });

  it('survives a file', () => {
    check(
      fc.property(rows, (table) => {
        const records = read(toCsv(table), { delimiter: ',', newline: '\n' });
        expect(cellsOf(records).map((cells) => cells?.map(unprotectCell))).toEqual(table);
      }),
    );
  });
});
