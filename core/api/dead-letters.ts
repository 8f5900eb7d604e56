/** Shapes of the API around dead letters: what could not be done, and trying again. */
import { z } from 'zod';
import { obstacles, type Obstacle } from '../dead-letters.ts';
import { id, time } from './schemas.ts';

export const deadLetterState = z
  .enum(['open', 'requested', 'replayed', 'dismissed', 'impossible'])
  .describe(
    '`requested`: about to be tried again. `replayed`: it was, and is done. `impossible`: nothing is left to try with. Who fails again is `open` again',
  );

const explained = {
  kind: z
    .string()
    .describe('`webhook_{item}` for a part of a delivery of WhatsApp, `contact_event`, `outbox`'),
  kindTitle: z.string(),
  cause: z.string().describe('A stable code'),
  title: z.string().describe('The cause in a few words'),
  meaning: z.string(),
  advice: z.string().describe('What to do about it'),
};

export const deadLetter = z.object({
  id,
  ...explained,
  state: deadLetterState,
  obstacle: z
    .enum(Object.keys(obstacles) as Obstacle[])
    .nullable()
    .describe('Why it can’t be tried again; null when it can'),
  obstacleText: z.string().nullable(),
  attempts: z.int().describe('How often it has failed'),
  field: z.string().nullable().describe('The field of WhatsApp’s webhook that it came in'),
  topic: z.string().nullable().describe('Of `outbox`: the workflow'),
  phoneNumberId: id.nullable(),
  contactId: id.nullable(),
  conversationId: id.nullable(),
  messageId: id.nullable(),
  flowId: id.nullable(),
  deliveryId: z.string().nullable().describe('Of the raw delivery, for whoever runs Parley'),
  createdAt: time,
  lastFailedAt: time,
  settledAt: time.nullable(),
});

export const deadLetterCounts = z.object({
  open: z.int(),
  requested: z.int(),
  causes: z
    .array(
      z.object({
        ...explained,
        canReplay: z.boolean().describe('Another try may help'),
        open: z.int(),
        requested: z.int(),
        firstAt: time,
        lastAt: time,
      }),
    )
    .describe('What is open or about to be tried again, the newest first'),
});

const code = z.string().min(1).max(100).optional();

/** Which open letters; left out: all of them. */
export const deadLetterSelection = z.strictObject({
  kind: code,
  cause: code,
  since: time.optional().describe('Made at this time or later'),
  until: time.optional().describe('Made before this time'),
});

export const settledLetters = z.object({
  count: z.int(),
  hasMore: z.boolean().describe('There may be more: repeat the request'),
});

/** Letters in one request. */
export const MAX_SETTLED = 1_000;

export type DeadLetter = z.infer<typeof deadLetter>;
export type DeadLetterCounts = z.infer<typeof deadLetterCounts>;
export type DeadLetterSelection = z.infer<typeof deadLetterSelection>;
