import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { WebhookDeliveryStatus } from '../../../../../core/api/webhooks.ts';
import { api } from '../../../shared/api/api.ts';

const LOOK_EVERY_MS = 2_000;

export const webhooksKey = (org: string) => [org, 'webhooks'] as const;

export const webhooksQuery = (org: string) =>
  queryOptions({
    queryKey: webhooksKey(org),
    queryFn: ({ signal }) => api.call('listWebhookEndpoints', { params: { org } }, { signal }),
  });

const deliveriesKey = (org: string, endpoint: string) =>
  [...webhooksKey(org), endpoint, 'deliveries'] as const;

/** Looks again by itself while something is still to be sent. */
export const deliveriesQuery = (org: string, endpoint: string, status: WebhookDeliveryStatus | null) =>
  infiniteQueryOptions({
    queryKey: [...deliveriesKey(org, endpoint), status] as const,
    queryFn: ({ signal, pageParam }) =>
      api.call(
        'listWebhookDeliveries',
        { params: { org, endpoint }, query: { limit: 25, cursor: pageParam, status: status ?? undefined } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: LOOK_EVERY_MS,
  });

export const deliveryQuery = (org: string, endpoint: string, delivery: string) =>
  queryOptions({
    queryKey: [...deliveriesKey(org, endpoint), 'one', delivery] as const,
    queryFn: ({ signal }) =>
      api.call('getWebhookDelivery', { params: { org, endpoint, delivery } }, { signal }),
    refetchInterval: LOOK_EVERY_MS,
  });
