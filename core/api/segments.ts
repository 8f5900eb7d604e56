/** Segments of contacts; the rules themselves stand in `core/segments`. */
import { z } from 'zod';
import { attributeTypes } from '../people/attributes.ts';
import { segmentRules } from '../segments/rules.ts';
import { contact, id, time } from './schemas.ts';

export const segmentName = z.string().trim().min(1).max(200);
export { segmentRules };

export const segment = z.object({
  id,
  name: z.string(),
  rules: segmentRules,
  isWatched: z.boolean().describe('A published flow names it: who enters or leaves is noticed'),
  createdAt: time,
  updatedAt: time,
});

export const countedSegment = segment.extend({
  count: z.int().describe('How many contacts belong to it now'),
  isEstimate: z.boolean().describe('Counted among a thousand contacts, because asking all would take long'),
});

export const segmentPreview = z.object({
  count: z.int().describe('How many contacts these rules hold now'),
  isEstimate: z.boolean().describe('Counted among a thousand contacts, because asking all would take long'),
  contacts: z.array(contact).describe('The ten newest of them, or of those that were asked'),
});

/** Tags and attributes that contacts of the organisation have, or had. */
export const contactFields = z.object({
  tags: z.array(z.string()),
  attributes: z.array(
    z.object({
      name: z.string(),
      types: z
        .array(z.enum(['string', 'number', 'boolean', 'object', 'array']))
        .describe('Of the values there are'),
      definedAs: z.enum(attributeTypes).nullable().describe('The type that the organisation gave it'),
    }),
  ),
});

export type ContactFields = z.infer<typeof contactFields>;
export type Segment = z.infer<typeof segment>;
export type CountedSegment = z.infer<typeof countedSegment>;
export type SegmentPreview = z.infer<typeof segmentPreview>;
