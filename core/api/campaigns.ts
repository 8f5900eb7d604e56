/** Shapes of the API around campaigns; their documents stand in `core/campaigns`. */
import { z } from 'zod';
import { campaignDoc, MAX_RATE_PER_SECOND } from '../campaigns/document.ts';
import { exclusions, recipientResults, type Exclusion } from '../campaigns/recipients.ts';
import { campaignStatuses, pauseReasons, type PauseReason } from '../campaigns/statuses.ts';
import { campaignProblem, id, time } from './schemas.ts';

export const campaignName = z.string().trim().min(1).max(200);
export const campaignStatus = z.enum(campaignStatuses);
const count = z.int().min(0);
const exclusion = z.enum(Object.keys(exclusions) as [Exclusion]);

/** Everybody the audience held, by what became of them; each is in one of these. */
export const campaignCounts = z.object({
  total: count,
  excluded: count,
  pending: count.describe('Not sent yet, those that are tried again included'),
  sending: count,
  sent: count.describe('Taken by WhatsApp and neither delivered nor failed so far'),
  delivered: count.describe('And not read so far'),
  read: count,
  failed: count,
  unknown: count.describe('Nobody knows whether WhatsApp took it, so it is not sent again'),
  cancelled: count,
  replied: count.describe('Of all who got it: those who wrote or pressed a button within 72 hours'),
});

export const campaignSummary = z.object({
  id,
  name: z.string(),
  status: campaignStatus,
  pauseReason: z
    .enum(Object.keys(pauseReasons) as [PauseReason])
    .nullable()
    .describe('Of `paused`: why it paused by itself; null when somebody paused it'),
  error: z.string().nullable().describe('Of `failed`: why, as a stable code'),
  phoneNumberId: id.nullable(),
  templateName: z.string().nullable().describe('Of its first variant'),
  createdBy: z.string().nullable().describe('Name of the member or API key'),
  counts: campaignCounts
    .nullable()
    .describe(
      'Null before its audience was counted; in lists also where that would take long: the campaign itself has them',
    ),
  startsAt: time.nullable().describe('When the first of its messages may go out, once it is started'),
  startedAt: time.nullable().describe('When it began to send'),
  endedAt: time.nullable(),
  createdAt: time,
  updatedAt: time,
});

export const campaign = campaignSummary.extend({
  doc: campaignDoc,
  stage: z
    .enum(['waiting', 'preparing', 'testing', 'deciding', 'sending', 'retrying'])
    .nullable()
    .describe('What it is at, while `scheduled`, `running` or `paused`'),
  nextSendAt: time.nullable().describe('When the next message is due, where that is later'),
  winner: z.string().nullable().describe('Key of the variant that the rest gets'),
  ratePerSecond: z.int().nullable().describe('As it is now; it can be changed while it runs'),
  requestedBy: z.string().nullable().describe('Name of who started it'),
  approvedBy: z.string().nullable(),
  workflowId: z.string(),
});

export const campaignReport = z.object({
  counts: campaignCounts,
  excluded: z.array(z.object({ reason: exclusion, count })),
  failures: z
    .array(
      z.object({
        code: z.string().describe('Meta’s code, or ours'),
        title: z.string(),
        count,
        willRetry: z.boolean().describe('Some of them are tried again'),
      }),
    )
    .describe('The most frequent first'),
  variants: z.array(
    z.object({
      key: z.string(),
      ...{ sent: count.describe('Taken by WhatsApp'), delivered: count.describe('The read ones included') },
      ...{ read: count, replied: count, failed: count },
    }),
  ),
  cost: z
    .object({ currency: z.string(), amount: z.number() })
    .nullable()
    .describe('At list prices, of what Meta has said it charges for so far; null before it said anything'),
});

export const preflight = z.object({
  audience: count.describe('Whom it is addressed to'),
  excluded: z.array(z.object({ reason: exclusion, count })),
  recipients: count.describe('Who gets it: the audience without those who are left out'),
  valuesChecked: count.describe('For so many of them it was looked whether all values are there'),
  cost: z
    .object({
      ...{ currency: z.string(), low: z.number(), high: z.number() },
      markets: z.array(z.object({ market: z.string(), recipients: count, each: z.number() })),
    })
    .nullable()
    .describe('At list prices, without taxes and discounts; `low`: if as many are delivered as lately'),
  headroom: z.object({
    limit: z.int().nullable().describe('People this number may write to first in 24 hours; null: not known'),
    used: count.describe('In the last 24 hours'),
  }),
  startsAt: time,
  finishesAt: time.nullable().describe('At the pace of the number; null when nobody gets it'),
  problems: z.array(campaignProblem),
  samples: z
    .array(
      z.object({
        contactId: id,
        contactName: z.string().nullable(),
        variant: z.string(),
        text: z.string().nullable().describe('The body as this person reads it; null: a value is missing'),
      }),
    )
    .describe('Up to five of the recipients'),
});

export const recipient = z.object({
  contactId: id,
  contactName: z.string().nullable(),
  contactPhone: z.string().nullable(),
  variant: z.string().nullable(),
  isTest: z.boolean().describe('One of those who got it first'),
  result: z.enum(recipientResults),
  reason: exclusion.nullable().describe('Of `excluded`'),
  error: z.object({ code: z.string(), title: z.string() }).nullable(),
  messageId: id.nullable(),
  conversationId: id.nullable(),
  attempts: count,
  sendAt: time.describe('When it was or is due'),
  repliedAt: time.nullable(),
});

export const createCampaignBody = z.strictObject({
  name: campaignName,
  phoneNumberId: id.nullish(),
  doc: campaignDoc.optional().describe('Left out: an empty one'),
});

export const updateCampaignBody = z.strictObject({
  name: campaignName.optional(),
  phoneNumberId: id.nullish(),
  doc: campaignDoc.optional(),
});

export const preflightBody = z.strictObject({
  phoneNumberId: id.nullable(),
  doc: campaignDoc,
});

export const rateBody = z.strictObject({
  ratePerSecond: z
    .int()
    .min(1)
    .max(MAX_RATE_PER_SECOND)
    .nullable()
    .describe('Null: as fast as the number may send'),
});

export const testSendBody = z.strictObject({
  contactIds: z.array(id).min(1).max(5).describe('They must have agreed, like everybody else who gets it'),
  variant: z.string().max(1).default('A'),
});

export const testSend = z.object({
  items: z.array(
    z.object({
      contactId: id,
      messageId: id.nullable(),
      problem: z.string().nullable().describe('Why nothing is sent, in one sentence'),
    }),
  ),
});

export type CampaignSummary = z.infer<typeof campaignSummary>;
export type Campaign = z.infer<typeof campaign>;
export type CampaignCounts = z.infer<typeof campaignCounts>;
export type CampaignReport = z.infer<typeof campaignReport>;
export type Preflight = z.infer<typeof preflight>;
export type Recipient = z.infer<typeof recipient>;
