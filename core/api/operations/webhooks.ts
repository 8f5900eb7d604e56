/** Servers of customers that are told what happens. The events themselves: `core/api/webhook-events.ts`. */
import { z } from 'zod';
import * as s from '../schemas.ts';
import * as w from '../webhooks.ts';
import { inOrg, list, org, orgPath, type OperationGroup } from './operation.ts';

const endpoint = inOrg({ endpoint: s.id });
const delivery = inOrg({ endpoint: s.id, delivery: s.id });
const endpointPath = `${orgPath}/webhook-endpoints/{endpoint}` as const;

export const webhooksOperations = {
  listWebhookEndpoints: {
    method: 'get',
    path: `${orgPath}/webhook-endpoints`,
    summary: 'Webhooks, oldest first; at most 20',
    access: 'webhooks:read',
    params: org,
    response: z.object({ items: z.array(w.webhookEndpoint) }),
  },
  createWebhookEndpoint: {
    method: 'post',
    path: `${orgPath}/webhook-endpoints`,
    summary: 'Add a webhook: from now on its server is told of these events',
    access: 'webhooks:write',
    params: org,
    body: z.strictObject({
      url: w.webhookUrl,
      description: w.webhookDescription.nullish(),
      events: w.webhookEventsAskedFor,
    }),
    example: { url: 'https://crm.example.com/parley', events: ['message.received', 'contact.created'] },
    status: 201,
    response: w.webhookEndpointWithSecret,
    answersSecret: true,
  },
  getWebhookEndpoint: {
    method: 'get',
    path: endpointPath,
    summary: 'A webhook and how it goes',
    access: 'webhooks:read',
    params: endpoint,
    response: w.webhookEndpoint,
  },
  updateWebhookEndpoint: {
    method: 'patch',
    path: endpointPath,
    summary: 'Change a webhook, disable it, or enable it again',
    access: 'webhooks:write',
    params: endpoint,
    body: z.strictObject({
      url: w.webhookUrl.optional(),
      description: w.webhookDescription.nullish(),
      events: w.webhookEventsAskedFor.optional(),
      enabled: z
        .boolean()
        .optional()
        .describe('While it is disabled, nothing is sent and what happens is not noted for it'),
    }),
    example: { events: ['message.received'] },
    response: w.webhookEndpoint,
  },
  deleteWebhookEndpoint: {
    method: 'delete',
    path: endpointPath,
    summary: 'Delete a webhook and what was to be sent to it',
    access: 'webhooks:write',
    params: endpoint,
    response: w.webhookEndpoint,
  },
  rotateWebhookSecret: {
    method: 'post',
    path: `${endpointPath}/rotate-secret`,
    summary: 'Make a new secret; for a day deliveries are signed with the former one, too',
    access: 'webhooks:write',
    params: endpoint,
    response: w.webhookEndpointWithSecret,
    answersSecret: true,
  },
  testWebhookEndpoint: {
    method: 'post',
    path: `${endpointPath}/test`,
    summary: 'Send the event `endpoint.test`; 409 `webhook_disabled`',
    access: 'webhooks:write',
    params: endpoint,
    status: 202,
    response: w.webhookDelivery,
  },
  listWebhookDeliveries: {
    method: 'get',
    path: `${endpointPath}/deliveries`,
    summary: 'What was sent to a webhook, and what is to be, newest first; kept for 30 days',
    access: 'webhooks:read',
    params: endpoint,
    query: list({ status: w.webhookDeliveryStatus.optional(), type: w.webhookEventType.optional() }),
    response: s.page(w.webhookDelivery),
  },
  getWebhookDelivery: {
    method: 'get',
    path: `${endpointPath}/deliveries/{delivery}`,
    summary: 'A delivery with its attempts',
    access: 'webhooks:read',
    params: delivery,
    response: w.webhookDeliveryWithAttempts,
  },
  resendWebhookDelivery: {
    method: 'post',
    path: `${endpointPath}/deliveries/{delivery}/resend`,
    summary: 'Send a delivery once more, whatever became of it; 409 `webhook_disabled`',
    access: 'webhooks:write',
    params: delivery,
    status: 202,
    response: w.webhookDelivery,
  },
} as const satisfies OperationGroup;
