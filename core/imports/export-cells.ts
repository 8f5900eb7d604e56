/** A contact as a row of a file. What is written here reads back as the same contact (`read-row.ts`, `suggest-mapping.ts`). Pure. */
import type { exportColumns } from '../api/imports.ts';
import { plain } from '../people/words.ts';
import { cellOf } from './plan-change.ts';
import { headerWords } from './words.ts';

export type ExportColumn = (typeof exportColumns)[number];

export interface ExportedContact {
  /** Digits. */
  phone: string | null;
  name: string | null;
  tags: string[];
  attributes: Record<string, unknown>;
  consent: string;
  country: string | null;
  locale: string | null;
  timeZone: string | null;
  createdAt: Date;
}

const columns: Record<ExportColumn, { header: string; cell: (contact: ExportedContact) => string }> = {
  phone: { header: 'Phone', cell: ({ phone }) => (phone === null ? '' : `+${phone}`) },
  name: { header: 'Name', cell: ({ name }) => name ?? '' },
  tags: { header: 'Tags', cell: ({ tags }) => tags.map(quoteTag).join(',') },
  consent: { header: 'Marketing consent', cell: ({ consent }) => consent },
  country: { header: 'Country', cell: ({ country }) => country ?? '' },
  locale: { header: 'Language', cell: ({ locale }) => locale ?? '' },
  timeZone: { header: 'Time zone', cell: ({ timeZone }) => timeZone ?? '' },
  created: { header: 'Created', cell: ({ createdAt }) => createdAt.toISOString() },
};

export function exportHeader(chosen: readonly ExportColumn[], attributes: readonly string[]): string[] {
  return [...chosen.map((column) => columns[column].header), ...attributes.map(attributeHeader)];
}

export function exportRow(
  contact: ExportedContact,
  chosen: readonly ExportColumn[],
  attributes: readonly string[],
): string[] {
  const values = attributes.map((name) =>
    Object.hasOwn(contact.attributes, name) ? cellOf(contact.attributes[name]) : '',
  );
  return [...chosen.map((column) => columns[column].cell(contact)), ...values];
}

/** A tag that holds a separator stands in quotes. */
function quoteTag(tag: string): string {
  return /[,;|"]/.test(tag) ? `"${tag.replaceAll('"', '""')}"` : tag;
}

const fixedWords = Object.values(headerWords);

/** An attribute that is called like a column of ours must not be taken for it. */
function attributeHeader(name: string): string {
  const word = plain(name);
  const isTaken = /^attribute:/i.test(name) || fixedWords.some((words) => words.has(word));
  return isTaken ? `attribute: ${name}` : name;
}
