/** Work on many contacts by their ids, in one request. More than fit are sent as several. */
import { z } from 'zod';
import { MAX_BULK_CONTACTS } from './bulk-limits.ts';
import { consentProof, consentPurpose } from './consent.ts';
import { erasureReason } from './erasure.ts';
import { attributes, id, tag } from './schemas.ts';

const contacts = z.array(id).min(1).max(MAX_BULK_CONTACTS).describe('Each counts once');

export const bulkChange = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('addTag'), contacts, tag }),
  z.strictObject({ action: z.literal('removeTag'), contacts, tag }),
  z.strictObject({
    action: z.literal('setAttributes'),
    contacts,
    attributes: attributes.describe('Merged into those that the contacts have; null removes one'),
  }),
  z.strictObject({
    action: z.literal('recordConsent'),
    contacts,
    purpose: consentPurpose,
    state: z
      .enum(['granted', 'denied'])
      .describe('Who has refused isn’t changed by `granted`: that is noted for each of them apart'),
    source: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .describe('Where it came from, for example "Form on the website"'),
    proof: consentProof.optional(),
  }),
]);

export const bulkErasure = z.strictObject({ contacts, reason: erasureReason.default('request') });

export const bulkResult = z.object({
  changed: z.int(),
  unchanged: z.int().describe('Nothing was to be done: it was so before'),
  notFound: z.int().describe('Ids of no contact here'),
});

export type BulkChange = z.infer<typeof bulkChange>;
export type BulkResult = z.infer<typeof bulkResult>;
