/** Fields that several node types have in common. Bounds here only keep documents sane; WhatsApp's limits are rules. */
import { z } from 'zod';
import { MAX_DURATION_MS } from './limits.ts';

/** The author's own name for a step. */
export const label = z.string().max(80).optional();

/** A Liquid text. Drafts may hold more than WhatsApp takes; validation says so. */
export const liquidText = z.string().max(10_000);

export const shortText = z.string().max(1_000);

const NAME_PATTERN = /^[A-Za-z_][A-Za-z0-9_]*$/;
const RESERVED_NAMES = new Set([
  ...['contact', 'conversation', 'answers', 'trigger'],
  ...['__proto__', 'constructor', 'prototype'],
]);

/** Whether Liquid can read a variable of this name and it doesn't hide `contact`, `conversation`, `answers` or `trigger`. */
export function isVariableName(name: string): boolean {
  return name.length <= 64 && NAME_PATTERN.test(name) && !RESERVED_NAMES.has(name) && !LIQUID_WORDS.has(name);
}

const LIQUID_WORDS = new Set([
  'true',
  'false',
  'nil',
  'null',
  'empty',
  'blank',
  'and',
  'or',
  'not',
  'contains',
]);

/** Drafts may hold any name; `variableNameProblems` says which ones work. */
export const variableName = z.string().max(64);

export const durationMs = z.int().min(0).max(MAX_DURATION_MS);

/** Null waits for ever. */
export const timeoutMs = z.int().min(1_000).max(MAX_DURATION_MS).nullable();

/** Part of a port id and, for buttons and rows, what the phone sends back. */
export const optionId = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/, { error: 'Use letters, digits, _ and - only.' });

/** Where a file comes from: one that is kept here, an address that Meta fetches, or Meta's id of an upload of the sending number. */
export const fileSource = z.discriminatedUnion('by', [
  /** Empty `fileId`: none is chosen yet. The name is for people, here and where the flow is brought to. */
  z.strictObject({ by: z.literal('file'), fileId: z.string().max(64), name: z.string().max(255).optional() }),
  z.strictObject({ by: z.literal('link'), link: liquidText }),
  z.strictObject({ by: z.literal('mediaId'), mediaId: shortText }),
]);

/** A place on a map. */
export const place = z.strictObject({
  /** Latitude and longitude in degrees, `52.52, 13.405`; north and east are positive. */
  coordinates: liquidText,
  name: liquidText.optional(),
  address: liquidText.optional(),
});

/** Which template, and what its parts are filled with. What a template doesn't have is left out. */
export const templateUse = z.strictObject({
  name: z.string().max(512),
  language: z.string().max(15),
  /** Take the contact's language instead where the template is approved in it. */
  useContactLanguage: z.boolean().optional(),
  header: z.array(liquidText).max(20),
  headerMedia: z
    .strictObject({
      kind: z.enum(['image', 'video', 'document']),
      source: fileSource,
      filename: liquidText.optional(),
    })
    .optional(),
  headerLocation: place.optional(),
  body: z.array(liquidText).max(50),
  /** Ends of the addresses of URL buttons that have a variable, by the button's place in the template. */
  urls: z
    .array(z.strictObject({ index: z.int().min(0).max(9), value: liquidText }))
    .max(10)
    .optional(),
});

/** Sent instead of a free-form message when the 24-hour window is closed. */
export const fallbackTemplate = templateUse.optional();

export type FileSourceData = z.infer<typeof fileSource>;
export type PlaceData = z.infer<typeof place>;
export type TemplateUseData = z.infer<typeof templateUse>;
