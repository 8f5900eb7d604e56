/** Shapes of the numbers of an organisation, and of a flow. */
import { z } from 'zod';
import * as s from './schemas.ts';

const count = z.int().min(0);
const day = z.iso.date();

/** The longest range that one answer covers, by what its series has an entry for. */
export const MAX_RANGE_DAYS = { day: 366, hour: 14 } as const;
export const DEFAULT_RANGE_DAYS = 30;

const durations = z
  .object({
    count,
    medianSeconds: count.nullable(),
    p90Seconds: count.nullable(),
  })
  .describe('Right within 5 %; null when there was none');
export type Durations = z.infer<typeof durations>;

const numbers = z.object({
  received: count.describe('Messages of contacts'),
  waiting: count.describe('Our messages that WhatsApp doesn’t have yet'),
  sent: count.describe('Accepted by WhatsApp, and nothing heard since'),
  delivered: count.describe('Delivered, not read'),
  read: count,
  failed: count,
  opened: count.describe('Conversations that began, or began anew after they were resolved'),
  resolved: count,
  newContacts: count.nullable().describe('Null when the numbers are those of one phone number'),
  optIns: count.nullable().describe('Changes of consent to marketing; null as above'),
  optOuts: count.nullable(),
  runsStarted: count,
  runsCompleted: count,
  runsExited: count.describe('Ended before their end: by an answer, a rule or a person'),
  runsFailed: count,
});
export type AnalyticsNumbers = z.infer<typeof numbers>;

export const analyticsQuery = z.object({
  from: day
    .optional()
    .describe('First day, where the organisation is; the 30th day up to `to` when left out'),
  to: day.optional().describe('Last day, included; today when left out'),
  bucket: z.enum(['day', 'hour']).default('day').describe('At most 366 days by day, 14 days by hour'),
  phoneNumberId: s.id.optional().describe('Only what belongs to this number'),
});

export const analyticsOverview = z.object({
  from: day,
  to: day,
  timeZone: z.string(),
  bucket: z.enum(['day', 'hour']),
  totals: numbers.extend({
    peopleReplies: durations.describe('From the first message of a contact to the first answer of a person'),
    flowReplies: durations.describe('The same to the first answer of a flow'),
    resolutions: durations.describe('From the opening of a conversation to its end'),
  }),
  series: z.array(
    numbers.extend({
      at: s.time.describe('When the day or hour begins'),
      peopleReplies: durations,
      flowReplies: durations,
    }),
  ),
  failures: z
    .array(z.object({ code: z.string(), title: z.string().nullable(), count }))
    .describe('Failed messages, the ten most frequent codes'),
  templates: z.array(z.object({ category: z.string(), count })).describe('Templates that WhatsApp accepted'),
  flows: z
    .array(
      z.object({
        flowId: s.id,
        name: z.string(),
        started: count,
        completed: count,
        exited: count,
        failed: count,
      }),
    )
    .describe('The twenty with the most runs'),
  now: z
    .object({ open: count, unassigned: count, needAttention: count })
    .describe('Open conversations, those that nobody has, and runs that need attention, at this moment'),
});
export type AnalyticsOverview = z.infer<typeof analyticsOverview>;
