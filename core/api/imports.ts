/** Shapes of the API around files of contacts: imports and exports. */
import { z } from 'zod';
import { rowProblemCodes } from '../imports/row-problems.ts';
import { dateOrders } from '../people/written-values.ts';
import { attributeValue, id, tag, time } from './schemas.ts';

export const MAX_COLUMNS = 200;

/** What a column of the file means. */
export const importTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ignore') }),
  z.strictObject({ kind: z.literal('phone') }),
  z.strictObject({
    kind: z.literal('name').describe('Several name columns are put together, in their order'),
  }),
  z.strictObject({ kind: z.literal('tags'), separator: z.enum([',', ';', '|']).default(',') }),
  z.strictObject({
    kind: z.literal('attribute'),
    name: z.string().trim().min(1).max(64),
    type: z
      .enum(['text', 'number', 'boolean'])
      .default('text')
      .describe('Of an attribute without a definition; values of a defined one are read as its type'),
    dates: z
      .enum(dateOrders)
      .optional()
      .describe(
        'Of an attribute defined as a date: what comes first in days such as 1/2/2026; the day when left out',
      ),
  }),
  z.strictObject({ kind: z.literal('consent').describe('Whether they agreed to marketing') }),
]);

export const existingPolicy = z
  .enum(['update', 'addMissing', 'skip'])
  .describe(
    'Contacts that are there already: take what the file has, only fill what is empty, or leave them alone',
  );

/** As it may stand while somebody is still choosing. */
export const importMappingDraft = z.strictObject({
  columns: z.array(importTarget).min(1).max(MAX_COLUMNS).describe('One for each column of the file'),
  defaultCountry: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be an ISO 3166 code such as DE')
    .nullable()
    .default(null)
    .describe('Of numbers without a country code'),
  existing: existingPolicy.default('update'),
  tags: z.array(tag).max(20).default([]).describe('For everybody in the file'),
  everybodyConsents: z.boolean().default(false).describe('All of them agreed to marketing'),
  consentSource: z
    .string()
    .trim()
    .min(3)
    .max(200)
    .nullable()
    .default(null)
    .describe('Where and how they agreed; without it no consent is taken over'),
});

type Draft = z.infer<typeof importMappingDraft>;

const count = (draft: Draft, kind: Draft['columns'][number]['kind']) =>
  draft.columns.filter((column) => column.kind === kind).length;

export const importMapping = importMappingDraft
  .refine((draft) => count(draft, 'phone') === 1, {
    message: 'must name exactly one column with phone numbers',
    path: ['columns'],
  })
  .refine((draft) => count(draft, 'consent') <= 1, {
    message: 'must not name two columns with consent',
    path: ['columns'],
  })
  .refine(
    ({ columns }) => {
      const names = columns.flatMap((column) => (column.kind === 'attribute' ? column.name : []));
      return new Set(names).size === names.length;
    },
    { message: 'must not write two columns into one attribute', path: ['columns'] },
  )
  .refine(
    (draft) => draft.consentSource !== null || !(draft.everybodyConsents || count(draft, 'consent') > 0),
    {
      message: 'is needed where consent is taken over: say where and how they agreed',
      path: ['consentSource'],
    },
  );

export const importStatus = z.enum([
  'draft',
  'queued',
  'running',
  'paused',
  'completed',
  'cancelled',
  'failed',
  'undoing',
  'undone',
]);

export const contactImport = z.object({
  id,
  fileName: z.string(),
  status: importStatus,
  columns: z.array(z.string()).describe('Headers of the file'),
  mapping: importMappingDraft.describe('As chosen; of a draft: as suggested'),
  total: z.int().describe('Rows of the file, without its header'),
  done: z.int().describe('Rows worked on'),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int().describe('Were there already, with the same values or to be left alone'),
  rejected: z.int(),
  keptDenials: z.int().describe('People who once refused marketing: a file never takes that back'),
  hasRejectedRows: z.boolean().describe('There is a file of the rows that were rejected'),
  undone: z
    .object({
      removed: z.int(),
      restored: z.int(),
      kept: z.int().describe('Used or changed since, so they stayed as they are'),
    })
    .nullable(),
  undoUntil: time.nullable(),
  error: z.string().nullable(),
  workflowId: z.string(),
  createdAt: time,
  startedAt: time.nullable(),
  endedAt: time.nullable(),
});

export const rowProblem = z.enum(rowProblemCodes);

export const importPreview = z.object({
  rows: z.int().describe('Rows that were looked at: the first ones of the file'),
  isWhole: z.boolean().describe('Those are all'),
  fresh: z.int(),
  existing: z.int(),
  problems: z.array(z.object({ code: rowProblem, count: z.int() })),
  columns: z
    .array(z.object({ filled: z.int(), samples: z.array(z.string()), problems: z.int() }))
    .describe('What the rows hold by column, and how many were rejected because of it'),
  sample: z
    .array(
      z.object({
        line: z.int(),
        cells: z.array(z.string()),
        state: z.enum(['new', 'existing', 'rejected']),
        problem: z.object({ code: rowProblem, message: z.string(), column: z.int().nullable() }).nullable(),
        contact: z
          .object({
            phone: z.string(),
            name: z.string().nullable(),
            tags: z.array(z.string()),
            attributes: z.record(z.string(), attributeValue),
            consent: z.enum(['granted', 'denied']).nullable(),
          })
          .nullable(),
      }),
    )
    .describe('The first rows, and the first ones with a problem'),
});

export const exportColumns = [
  'phone',
  'name',
  'tags',
  'consent',
  'country',
  'locale',
  'timeZone',
  'created',
] as const;

/** Exactly one of segmentId, tag, search and all. */
export const exportBody = z
  .strictObject({
    segmentId: id.optional(),
    tag: tag.optional(),
    search: z.string().trim().min(1).max(200).optional(),
    all: z.literal(true).optional(),
    columns: z
      .array(z.enum(exportColumns))
      .max(exportColumns.length)
      .default([...exportColumns]),
    attributes: z
      .union([z.literal('all'), z.array(z.string().min(1).max(64)).max(MAX_COLUMNS)])
      .default('all'),
    format: z.enum(['csv', 'xlsx']).default('csv'),
    byteOrderMark: z
      .boolean()
      .default(true)
      .describe('Of CSV: Excel reads letters beyond ASCII rightly only with it'),
  })
  .refine(
    ({ segmentId, tag: ofTag, search, all }) =>
      [segmentId, ofTag, search, all].filter((given) => given !== undefined).length === 1,
    { message: 'must name exactly one of segmentId, tag, search, all', path: ['all'] },
  );

export const contactExport = z.object({
  id,
  fileName: z.string(),
  format: z.enum(['csv', 'xlsx']),
  status: z.enum(['queued', 'running', 'completed', 'cancelled', 'failed', 'expired']),
  total: z.int().nullable().describe('Contacts, as counted when the work began'),
  done: z.int(),
  byteSize: z.int().nullable(),
  error: z.string().nullable(),
  workflowId: z.string(),
  createdAt: time,
  endedAt: time.nullable(),
  expiresAt: time.nullable().describe('Then the file is deleted'),
});

export type ImportTarget = z.infer<typeof importTarget>;
export type ImportMapping = z.infer<typeof importMappingDraft>;
export type ExistingPolicy = z.infer<typeof existingPolicy>;
export type ContactImport = z.infer<typeof contactImport>;
export type ImportPreview = z.infer<typeof importPreview>;
export type ContactExport = z.infer<typeof contactExport>;
export type ExportRequest = z.infer<typeof exportBody>;
