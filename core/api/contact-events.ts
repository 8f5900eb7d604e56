/** Events of contacts that other systems report. */
import { z } from 'zod';
import { attributeValue, id, time } from './schemas.ts';

export const eventName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .describe('What flows wait for or start on, for example `order.paid`; capitals count');

export const eventData = z
  .record(z.string().min(1).max(64), attributeValue)
  .refine((data) => Object.keys(data).length <= 50, { error: 'has at most 50 fields' })
  .describe('Fields by name; flows read them as `trigger.<field>`');

export const eventKey = z
  .string()
  .min(1)
  .max(255)
  .describe(
    'The same key again, with the same contact and name, is the same event; absent: every report is one',
  );

export const contactEvent = z.object({
  id: z.string(),
  contactId: id,
  name: z.string(),
  createdAt: time,
  isNew: z
    .boolean()
    .describe('False when an event with this key was there before; its data stay as they were'),
});
