/** What people allow: the ledger of consent, and the list of numbers that are never written to. */
import { z } from 'zod';
import { consentAnswers, consentPurposes } from '../messaging/consent.ts';
import { id, time } from './schemas.ts';

export const consentPurpose = z.enum(consentPurposes);
export const consentAnswer = z.enum(consentAnswers);

/** How we know: what a court would want to see. Words of a form, never of a conversation. */
export const consentProof = z.strictObject({
  text: z.string().trim().min(1).max(2000).optional().describe('What the person was asked or signed'),
  url: z.url().max(2000).optional(),
  ip: z.union([z.ipv4(), z.ipv6()]).optional(),
  messageId: id.optional(),
});

export const consentEntry = z.object({
  id: z.string(),
  purpose: consentPurpose,
  state: consentAnswer,
  source: z.string(),
  actor: z
    .string()
    .describe('`user:{id}`, `key:{id}`, `contact`, `meta`, `run:{id}`, `import:{id}` or `system`'),
  evidence: z.record(z.string(), z.unknown()),
  at: time.describe('When it was said; the newest decides'),
  recordedAt: time,
});

export const consentBody = z.strictObject({
  purpose: consentPurpose,
  state: consentAnswer.describe('`requested` waits for a confirmation and is no yes'),
  source: z.string().trim().min(1).max(200).describe('Where it came from, for example "Form on the website"'),
  proof: consentProof.optional(),
  at: time.optional().describe('When it was said; now when left out, never in the future'),
});

/** Nothing of the number but country code and last digits. */
export const suppression = z.object({
  id,
  hint: z.string(),
  reason: z.string().nullable(),
  createdBy: z.string(),
  createdAt: time,
});

export const suppressionBody = z.strictObject({
  numbers: z
    .array(z.string().trim().min(1).max(160))
    .min(1)
    .max(10_000)
    .describe('Phone numbers with country code, or WhatsApp user ids'),
  reason: z.string().trim().min(1).max(500).nullish(),
});

export const suppressionResult = z.object({
  added: z.int(),
  known: z.int().describe('That were on the list before'),
  invalid: z.array(z.int()).describe('Places in `numbers` that are no number, from 0'),
});

export const suppressionCheck = z.object({ suppression: suppression.nullable() });

const reply = z.string().trim().min(1).max(1024).nullable();
const ownWords = z.array(z.string().trim().min(1).max(100)).max(50);

export const consentSettings = z.object({
  stopReply: reply.describe('Sent once to who writes a word that stops marketing; null: nothing is sent'),
  startReply: reply.describe('Sent once to who takes an earlier stop back or confirms a request'),
  stopWords: ownWords.describe('Beside the words that everybody understands'),
  startWords: ownWords.describe(
    'Take an earlier stop back or confirm a request, as START does; from anybody else they are no consent',
  ),
});

export type ConsentSettings = z.infer<typeof consentSettings>;
export type ConsentEntry = z.infer<typeof consentEntry>;
export type Suppression = z.infer<typeof suppression>;
