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

/** Per step only these many runs are looked at, the newest. */
export const MAX_COUNTED_RUNS = 5_000;

export const flowStatsQuery = z.object({
  version: z.coerce
    .number()
    .int()
    .min(1)
    .max(999_999_999)
    .optional()
    .describe('Runs of this version only; of all versions when left out'),
  from: day.optional().describe('First day on which the runs began; the 30th day up to `to` when left out'),
  to: day.optional().describe('Last day, included; today when left out. At most 366 days'),
});

export const flowStats = z.object({
  from: day,
  to: day,
  timeZone: z.string(),
  version: z.int().nullable(),
  runs: z.object({
    started: count,
    running: count,
    waiting: count,
    needsAttention: count,
    completed: count,
    exited: count,
    failed: count,
  }),
  outcomes: z
    .array(z.object({ status: z.enum(['completed', 'exited', 'failed']), outcome: z.string(), count }))
    .describe('Why runs ended, the twenty most frequent'),
  countedRuns: count.describe(
    `Runs that \`nodes\` and \`goals\` are about: at most the newest ${MAX_COUNTED_RUNS}, without those whose steps are forgotten`,
  ),
  nodes: z.array(
    z.object({
      nodeId: z.string().describe('Inside a subflow `{step that calls}/{step}`'),
      visits: count,
      runs: count.describe('Runs that came here at least once'),
      ports: z.record(z.string(), count).describe('Visits that left by each port'),
      problems: z.record(z.string(), count).describe('Visits by the code of what went wrong'),
      here: count.describe('Runs that stand here now'),
      endedHere: z.object({ completed: count, exited: count, failed: count }),
      medianSeconds: z.number().nullable().describe('Between coming and going; null when nobody has gone on'),
    }),
  ),
  goals: z.array(z.object({ name: z.string(), runs: count })),
});
export type FlowStats = z.infer<typeof flowStats>;
