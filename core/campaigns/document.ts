/**
 * What a campaign is, as marketers draw it up: whom it goes to, what it says, how it goes out. Kept as `campaigns.doc` (jsonb), so
 * every shape here is a contract with stored rows: add kinds and optional fields, never change the meaning of one.
 */
import { z } from 'zod';
import { durationMs, templateUse } from '../flow/nodes/shared/fields.ts';
import { campaignOperators, idsOf } from '../segments/operators.ts';
import { MAX_DAYS } from '../segments/tests.ts';

export const MAX_CONTACTS = 10_000;
export const MAX_VARIANTS = 5;
/** What WhatsApp takes of a number at most, after Meta has raised its throughput. */
export const MAX_RATE_PER_SECOND = 1_000;

const id = z.uuid();
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const tagged = z.strictObject({ kind: z.literal('tag'), tag: z.string().trim().min(1).max(64) });
const inSegment = z.strictObject({ kind: z.literal('segment'), segmentId: id });
const named = z.strictObject({
  kind: z.literal('contacts'),
  contactIds: z.array(id).min(1).max(MAX_CONTACTS),
});

/** Those for whom an earlier campaign ended so, in the words of segments: `was-not-read`, `not-replied`. */
const ofCampaign = z
  .strictObject({
    kind: z.literal('campaign'),
    campaignId: id,
    result: z.enum(idsOf(campaignOperators)),
    replyDays: z.int().min(0).max(MAX_DAYS).optional(),
  })
  .refine(({ result, replyDays }) => needsDays(result) === (replyDays !== undefined), {
    message: 'is needed for answers, and only for them',
    path: ['replyDays'],
  });

function needsDays(result: keyof typeof campaignOperators): boolean {
  return campaignOperators[result].needs === 'replyDays';
}

/** One group of people. */
export const included = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  tagged,
  inSegment,
  named,
  ofCampaign,
]);
export const excluded = z.discriminatedUnion('kind', [tagged, inSegment]);

/** Who is in one of the first and in none of the second. An empty `include` is a draft's: nobody. */
export const campaignAudience = z.strictObject({
  include: z.array(included).max(10),
  exclude: z.array(excluded).max(10),
});

/** What one part of the people gets. Shares are relative: 1 and 1 are halves. */
export const campaignVariant = z.strictObject({
  key: z.string().regex(/^[A-E]$/, 'must be a letter from A to E'),
  weight: z.int().min(1).max(100),
  template: templateUse,
});

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 09:30');

const LOCAL_TIME = 'must be a local time such as 2026-12-24T09:30';

export const campaignDelivery = z.strictObject({
  /** Local time in the organisation's zone, without a zone of its own; null: as soon as it is started. */
  startsAt: z.iso
    .datetime({ local: true, precision: -1, message: LOCAL_TIME })
    // Zod takes a `Z` there all the same; the millennium keeps moments in years of four digits, whatever the zone.
    .refine((text) => /^2.*\d$/.test(text), LOCAL_TIME)
    .nullable(),
  /** `everybodyAtOnce`: at that moment; `localTime`: when it is that time where the contact is. */
  timing: z.enum(['everybodyAtOnce', 'localTime']),
  /** Times of day where the contact is, between which nothing is sent: what falls there waits for their end. */
  quietHours: z.strictObject({ from: clock, to: clock }).nullable(),
  /** Null: as fast as the number may send. */
  ratePerSecond: z.int().min(1).max(MAX_RATE_PER_SECOND).nullable(),
  /** Who got so many messages that answer nothing of theirs, from whatever source, is left out. */
  frequencyCap: z
    .strictObject({
      max: z.int().min(1).max(100),
      periodMs: durationMs.min(60 * MINUTE_MS).max(90 * DAY_MS),
    })
    .nullable(),
  /** A part goes first; the rest follows `waitMs` after its last message, unless a stop rule says no. */
  test: z
    .strictObject({
      percent: z.int().min(1).max(50),
      waitMs: durationMs.min(MINUTE_MS).max(7 * DAY_MS),
      /** By what the rest gets the best variant only; `none`: each variant goes on with its share. */
      winner: z.enum(['none', 'reads', 'replies']),
    })
    .nullable(),
  /** Pauses when so many percent of the messages so far have failed, once there are `minSent`. */
  stopRule: z
    .strictObject({ failedPercent: z.int().min(1).max(100), minSent: z.int().min(10).max(10_000) })
    .nullable(),
  /** How often a message that Meta holds back because the person got too much marketing is tried again, a day later each. */
  retriesWhenCapped: z.int().min(0).max(3),
});

export const campaignDoc = z
  .strictObject({
    audience: campaignAudience,
    variants: z.array(campaignVariant).min(1).max(MAX_VARIANTS),
    delivery: campaignDelivery,
  })
  .superRefine(({ variants }, context) => {
    variants.forEach(({ key }, at) => {
      if (variants.findIndex((other) => other.key === key) !== at)
        context.addIssue({ code: 'custom', path: ['variants', at, 'key'], message: 'is there twice' });
    });
  });

export type CampaignGroup = z.infer<typeof included>;
export type CampaignAudience = z.infer<typeof campaignAudience>;
export type CampaignVariant = z.infer<typeof campaignVariant>;
export type CampaignDelivery = z.infer<typeof campaignDelivery>;
export type CampaignDoc = z.infer<typeof campaignDoc>;

/** A new draft: nobody yet, nothing chosen, and what careful senders do. */
export const newCampaignDoc = (): CampaignDoc => ({
  audience: { include: [], exclude: [] },
  variants: [{ key: 'A', weight: 1, template: { name: '', language: 'en_US', header: [], body: [] } }],
  delivery: {
    startsAt: null,
    timing: 'everybodyAtOnce',
    quietHours: null,
    ratePerSecond: null,
    frequencyCap: null,
    test: null,
    stopRule: { failedPercent: 20, minSent: 50 },
    retriesWhenCapped: 1,
  },
});
