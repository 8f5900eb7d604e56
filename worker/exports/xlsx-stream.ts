/**
 * A workbook with one sheet of texts, written as a stream: libraries for it build the whole sheet in memory (450 MB for 100,000 contacts).
 * Cells are marked as text, so nothing in them is ever a formula.
 */
import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const SCHEMAS = 'http://schemas.openxmlformats.org';
/** Excel refuses a workbook with a longer text. */
const MAX_CELL = 32_767;

const fixedParts: Record<string, string> = {
  '[Content_Types].xml': `<Types xmlns="${SCHEMAS}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${SCHEMAS}/package/2006/relationships"><Relationship Id="rId1" Type="${SCHEMAS}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${SCHEMAS}/spreadsheetml/2006/main" xmlns:r="${SCHEMAS}/officeDocument/2006/relationships"><sheets><sheet name="Contacts" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${SCHEMAS}/package/2006/relationships"><Relationship Id="rId1" Type="${SCHEMAS}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
};

export function xlsxStream(pages: AsyncIterable<string[][]>): Readable {
  const zip = new ZipFile();
  for (const [path, text] of Object.entries(fixedParts)) zip.addBuffer(Buffer.from(XML + text), path);
  const output = new PassThrough();
  const sheet = Readable.from(sheetXml(pages), { objectMode: false });
  // An error of the pages must reach whoever reads the archive.
  sheet.on('error', (error) => output.destroy(error));
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml');
  zip.outputStream.pipe(output);
  zip.end();
  return output;
}

async function* sheetXml(pages: AsyncIterable<string[][]>): AsyncGenerator<Buffer> {
  yield Buffer.from(`${XML}<worksheet xmlns="${SCHEMAS}/spreadsheetml/2006/main"><sheetData>`);
  let line = 0;
  for await (const rows of pages) {
    yield Buffer.from(rows.map((cells) => rowXml(cells, (line += 1))).join(''));
  }
  yield Buffer.from('</sheetData></worksheet>');
}

function rowXml(cells: string[], line: number): string {
  const filled = cells.map((text, column) =>
    text === '' ? '' : cellXml(text, `${columnName(column)}${line}`),
  );
  return `<row r="${line}">${filled.join('')}</row>`;
}

/** A, B, ..., Z, AA, AB, ... */
function columnName(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : columnName(Math.floor(column / 26) - 1) + letter;
}

function cellXml(text: string, address: string): string {
  return `<c r="${address}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text.slice(0, MAX_CELL))}</t></is></c>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** XML has no control characters but tab, line feed and carriage return, and no half characters. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[&<>]/g, (character) => entities[character]!)
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '');
}
