/**
 * The events that customers' servers are told of. The database writes them by these names (`supabase/migrations/*_webhook_events.sql`);
 * what each carries stands in `webhook-events.ts`, apart from here so that the studio loads no validators.
 */

/** Type: in words, when it comes. */
export const webhookEventTitles = {
  'message.received': 'A person writes',
  'message.status': 'A message is sent, delivered, read, or fails',
  'conversation.opened': 'A conversation begins or is opened again',
  'conversation.assigned': 'A conversation gets another assignee or team',
  'conversation.resolved': 'A conversation is resolved',
  'contact.created': 'A contact is added',
  'contact.updated': 'A contact’s profile or attributes change',
  'contact.tagged': 'A tag is added or removed',
  'contact.merged': 'Two contacts become one',
  'contact.erased': 'A person is erased',
  'consent.changed': 'What a person consents to changes',
  'flow_run.started': 'A person enters a flow',
  'flow_run.ended': 'A person’s run through a flow ends',
  'goal.reached': 'A person reaches a goal of a flow',
  'campaign.started': 'A campaign begins to send',
  'campaign.paused': 'A campaign pauses, by people or by itself',
  'campaign.completed': 'A campaign has sent all it had to send',
  'endpoint.test': 'A test that somebody sends',
} as const;

export type WebhookEventType = keyof typeof webhookEventTitles;
/** All but the test can be asked for. */
export type SubscribableEvent = Exclude<WebhookEventType, 'endpoint.test'>;

export const webhookEventTypes = Object.keys(webhookEventTitles) as WebhookEventType[];
export const subscribableEvents = webhookEventTypes.filter(
  (type): type is SubscribableEvent => type !== 'endpoint.test',
);
