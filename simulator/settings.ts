import { z } from 'zod';

const ms = z.number().int().min(0).max(2_000_000_000);
const digits = z.string().regex(/^\d{5,20}$/, 'must be a phone number, digits only');

/** Meta's pair limit: 45 messages at once, then one every six seconds (reference section 7.2). */
const META_PAIR_LIMIT = { burst: 45, refillMs: 6_000 };

const pairLimit = z
  .union([
    z.boolean(),
    z.number().int().min(0),
    z.strictObject({ burst: z.number().int().min(1), refillMs: z.number().int().min(1) }),
    z.null(),
  ])
  .transform((value) => {
    if (value === true) return META_PAIR_LIMIT;
    if (value === false || value === null || value === 0) return null;
    return typeof value === 'number' ? { ...META_PAIR_LIMIT, burst: value } : value;
  });

/** What can be changed while the simulator runs, each with the reason one would. */
export const settingsSchema = z.strictObject({
  /** Time from acceptance to the `sent` webhook. */
  sentAfterMs: ms,
  /** Time from acceptance to `delivered`; null means that the phone is switched off. */
  deliverAfterMs: ms.nullable(),
  /** Time from `delivered` to `read`; 0 means only when somebody opens the chat or calls /_sim/read. */
  readAfterMs: ms,
  /** Messages a second and number, inbound and outbound together; 0 means no limit. */
  throughput: z.number().int().min(0),
  pairLimit,
  /** How a free-form message outside the 24-hour window fails: later by webhook, at once, or not at all. */
  windowCheck: z.enum(['async', 'sync', 'off']),
  /** Meta's documents disagree about the HTTP status of throttling answers. */
  throttleStatus: z.union([z.literal(400), z.literal(429)]),
  tokenState: z.enum(['valid', 'expired', 'revoked']),
  /** `maintenance` answers 131057 and `locked` 131031 to every send. */
  accountState: z.enum(['normal', 'maintenance', 'locked']),
  templateReview: z.enum(['approve', 'reject', 'manual']),
  templateReviewMs: ms,
  /** With a list, the account is a test account: every other recipient is refused with 131030. */
  allowedRecipients: z.array(digits).nullable(),
  /** Numbers without WhatsApp: sends are accepted and fail with 131026. */
  unreachable: z.array(digits),
  /** People who stopped marketing messages: marketing templates fail with 131050. */
  marketingOptOuts: z.array(digits),
  /** Meta delivers no marketing templates to US numbers (131049). Off, because demo people have +1 numbers. */
  blockUsMarketing: z.boolean(),
  /** Whether webhooks carry business-scoped user ids, as they do since 2026. */
  userIds: z.boolean(),
  webhookUrl: z.url({ protocol: /^https?$/ }),
  webhookTimeoutMs: z.number().int().min(1).max(120_000),
  /** How long a webhook that is not answered with 200 is repeated before it is given up. */
  webhookRetryForMs: ms,
  webhookConcurrency: z.number().int().min(1).max(256),
  /** Most status updates in one webhook. They share a request only while all connections are busy. */
  webhookBatchMax: z.number().int().min(1).max(1000),
  /** Moves the simulator's clock: windows, media addresses, template pauses. */
  clockOffsetMs: z.number().int(),
});

export type Settings = z.output<typeof settingsSchema>;

/** Settings of a fresh simulator. Limits are Meta's for a new number. */
export function defaultSettings(webhookUrl: string): Settings {
  return {
    sentAfterMs: 20,
    deliverAfterMs: 150,
    readAfterMs: 0,
    throughput: 80,
    pairLimit: META_PAIR_LIMIT,
    windowCheck: 'async',
    throttleStatus: 400,
    tokenState: 'valid',
    accountState: 'normal',
    templateReview: 'approve',
    templateReviewMs: 1_000,
    allowedRecipients: null,
    unreachable: [],
    marketingOptOuts: [],
    blockUsMarketing: false,
    userIds: true,
    webhookUrl,
    webhookTimeoutMs: 10_000,
    webhookRetryForMs: 15 * 60_000,
    webhookConcurrency: 32,
    webhookBatchMax: 100,
    clockOffsetMs: 0,
  };
}
