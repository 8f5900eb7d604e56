/** Shapes of the API around webhooks: endpoints of customers and what was sent to them. */
import { z } from 'zod';
import { id, time } from './schemas.ts';
import {
  subscribableEvents,
  webhookEventTypes,
  type SubscribableEvent,
  type WebhookEventType,
} from './webhook-event-types.ts';

export const webhookEventType = z.enum(webhookEventTypes as [WebhookEventType, ...WebhookEventType[]]);

export const webhookEventsAskedFor = z
  .array(z.enum(subscribableEvents as [SubscribableEvent, ...SubscribableEvent[]]))
  .min(1, { error: 'Choose at least one event.' })
  .max(50)
  .refine((list) => new Set(list).size === list.length, { error: 'names an event twice' });

export const webhookUrl = z
  .string()
  .trim()
  .max(2000)
  .describe('`https`, on the public Internet, without a user name or a password');

export const webhookDescription = z.string().trim().max(200);

export const webhookEndpoint = z.object({
  id,
  url: z.string(),
  description: z.string().nullable(),
  events: z.array(z.string()),
  status: z.enum(['enabled', 'disabled']),
  disabledReason: z
    .enum(['failing', 'gone'])
    .nullable()
    .describe(
      'Why Parley disabled it: nothing got through for five days, or it answered 410 (Gone). Null: it is enabled, or people disabled it',
    ),
  disabledAt: time.nullable(),
  failingSince: time
    .nullable()
    .describe('Since when every attempt failed; null when the last one got through'),
  resumesAt: time.nullable().describe('It failed several times in a row and is left alone until then'),
  lastDeliveredAt: time.nullable(),
  previousSecretUntil: time
    .nullable()
    .describe(
      'Deliveries are signed with the former secret, too, until then; null: only with the current one',
    ),
  createdAt: time,
  updatedAt: time,
});

export const webhookEndpointWithSecret = webhookEndpoint.extend({
  secret: z.string().describe('What deliveries are signed with (`whsec_…`): shown in this answer only'),
});

export const webhookDeliveryStatus = z
  .enum(['pending', 'delivered', 'failed', 'skipped'])
  .describe(
    'pending: to be sent, or to be sent again; failed: given up after three days; skipped: what it tells of was erased or deleted before it was sent',
  );

export const webhookAttempt = z.object({
  at: time,
  status: z.int().nullable().describe('The answer’s; null: there was none'),
  error: z
    .enum(['http_status', 'timeout', 'unreachable', 'address_refused', 'failed'])
    .nullable()
    .describe('Null: it was taken'),
  durationMs: z.int(),
});

export const webhookDelivery = z.object({
  id: id.describe('The `webhook-id` of every attempt'),
  type: z.string(),
  sequence: z.int(),
  subjectId: id.nullable().describe('The message, conversation, contact or run that it is about'),
  status: webhookDeliveryStatus,
  attempts: z.int().describe('Since it was asked for the last time'),
  lastAttempt: webhookAttempt.nullable(),
  nextAttemptAt: time.nullable().describe('Of one that is pending'),
  occurredAt: time,
  endedAt: time.nullable(),
});

export const webhookDeliveryWithAttempts = webhookDelivery.extend({
  log: z
    .array(webhookAttempt)
    .describe('The last 30 attempts, oldest first. Answers themselves are not kept'),
});

export type WebhookEndpoint = z.infer<typeof webhookEndpoint>;
export type WebhookEndpointWithSecret = z.infer<typeof webhookEndpointWithSecret>;
export type WebhookDelivery = z.infer<typeof webhookDelivery>;
export type WebhookDeliveryWithAttempts = z.infer<typeof webhookDeliveryWithAttempts>;
export type WebhookDeliveryStatus = z.infer<typeof webhookDeliveryStatus>;
export type WebhookAttempt = z.infer<typeof webhookAttempt>;
