/**
 * What customers' servers are told, event by event: the worker renders it, OpenAPI and the client for customers have it from here. The frame
 * is that of Standard Webhooks: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
import { z } from 'zod';
import { campaignSummary } from './campaigns.ts';
import type { WebhookEventType } from './webhook-event-types.ts';
import { contact, conversation, flowRun, id, message, time } from './schemas.ts';

const event = <Type extends string, Shape extends z.ZodRawShape>(type: Type, data: Shape) =>
  z.object({
    id: id.describe('As in the header `webhook-id`: the same however often it is sent, so that you can tell'),
    type: z.literal(type),
    timestamp: time.describe('When it happened'),
    sequence: z
      .int()
      .describe(
        'Grows from event to event of an endpoint: a late one can be told by it. Two that happen in the same moment may come in either order',
      ),
    orgId: id,
    data: z.object(data),
  });

/** Where things stand when the event is sent, which may be after it happened. */
const now = { contact };

export const messageReceivedEvent = event('message.received', { message, ...now });
export const messageStatusEvent = event('message.status', {
  status: z
    .enum(['sent', 'delivered', 'read', 'failed'])
    .describe('What this event tells; `message.status` is what the message has come to by now'),
  message,
  ...now,
});
export const conversationOpenedEvent = event('conversation.opened', { conversation, ...now });
export const conversationAssignedEvent = event('conversation.assigned', {
  assigneeId: id.nullable(),
  teamId: id.nullable(),
  conversation,
  ...now,
});
export const conversationResolvedEvent = event('conversation.resolved', { conversation, ...now });
export const contactCreatedEvent = event('contact.created', now);
export const contactUpdatedEvent = event('contact.updated', {
  changed: z.array(z.enum(['name', 'locale', 'country', 'timeZone', 'attributes'])),
  ...now,
});
export const contactTaggedEvent = event('contact.tagged', {
  tag: z.string(),
  action: z.enum(['added', 'removed']),
  ...now,
});
export const contactMergedEvent = event('contact.merged', {
  mergedContactId: id.describe('The contact that is no more: what you know by this id belongs to `contact`'),
  ...now,
});
export const contactErasedEvent = event('contact.erased', {
  contactId: id.describe('Nothing is left of this person here; forget them, too'),
});
export const consentChangedEvent = event('consent.changed', {
  purpose: z.enum(['marketing', 'utility']),
  state: z.enum(['unknown', 'pending', 'granted', 'denied']),
  previous: z.enum(['unknown', 'pending', 'granted', 'denied']),
  ...now,
});
export const flowRunStartedEvent = event('flow_run.started', { run: flowRun, ...now });
export const flowRunEndedEvent = event('flow_run.ended', { run: flowRun, ...now });
export const goalReachedEvent = event('goal.reached', { goal: z.string(), flowId: id, ...now });
const itsCampaign = {
  campaign: campaignSummary
    .pick({ id: true, name: true, status: true, pauseReason: true, startedAt: true, endedAt: true })
    .describe('As it is when the event is sent'),
};
export const campaignStartedEvent = event('campaign.started', itsCampaign);
export const campaignPausedEvent = event('campaign.paused', itsCampaign);
/** Once more when a message of it was tried again since. */
export const campaignCompletedEvent = event('campaign.completed', itsCampaign);
export const endpointTestEvent = event('endpoint.test', { endpointId: id });

export const webhookPayloads = {
  'message.received': messageReceivedEvent,
  'message.status': messageStatusEvent,
  'conversation.opened': conversationOpenedEvent,
  'conversation.assigned': conversationAssignedEvent,
  'conversation.resolved': conversationResolvedEvent,
  'contact.created': contactCreatedEvent,
  'contact.updated': contactUpdatedEvent,
  'contact.tagged': contactTaggedEvent,
  'contact.merged': contactMergedEvent,
  'contact.erased': contactErasedEvent,
  'consent.changed': consentChangedEvent,
  'flow_run.started': flowRunStartedEvent,
  'flow_run.ended': flowRunEndedEvent,
  'goal.reached': goalReachedEvent,
  'campaign.started': campaignStartedEvent,
  'campaign.paused': campaignPausedEvent,
  'campaign.completed': campaignCompletedEvent,
  'endpoint.test': endpointTestEvent,
} as const satisfies Record<WebhookEventType, z.ZodObject>;

export type WebhookPayload = {
  [Type in WebhookEventType]: z.infer<(typeof webhookPayloads)[Type]>;
}[WebhookEventType];
