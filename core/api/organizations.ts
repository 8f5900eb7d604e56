/** Shapes of the API around an organisation's own settings. */
import { z } from 'zod';
import { isTimeZone } from '../flow/nodes/shared/time-zone.ts';
import type { BusinessHours } from '../flow/run.ts';

const timeOfDay = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: 'Write the time as HH:MM.' });

/** A range whose end comes before its start ends on the next day. */
const range = z
  .strictObject({ from: timeOfDay, to: timeOfDay })
  .refine(({ from, to }) => from !== to && from !== '24:00', { error: 'This is no stretch of time.' });

const day = z.array(range).max(6).optional();

export const businessHours: z.ZodType<BusinessHours> = z.strictObject({
  weekly: z
    .strictObject({ 1: day, 2: day, 3: day, 4: day, 5: day, 6: day, 7: day })
    .describe('Opening times by weekday, 1 Monday to 7 Sunday'),
  closedOn: z.array(z.iso.date()).max(400).describe('Days without opening, as 2026-12-25'),
});

/** A name, no offset: `+02:00` knows nothing of summer time. */
export const timeZone = z
  .string()
  .max(64)
  .refine((zone) => isTimeZone(zone) && !/^[+-]/.test(zone), {
    error: 'Use a name of the IANA list, for example Europe/Berlin.',
  });

export const organization = z.object({
  id: z.uuid(),
  name: z.string(),
  slug: z.string(),
  timeZone: z.string().describe('For business hours, and for contacts whose own zone isn’t known'),
  businessHours: businessHours
    .nullable()
    .describe('Null: none are set; flows take Monday to Friday, 9 to 17'),
  campaignApproval: z.boolean().describe('Campaigns wait until somebody else than who started them approves'),
  isSample: z.boolean(),
});

export type Organization = z.infer<typeof organization>;
