import { useInfiniteQuery } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useState } from 'react';
import { webhookEventTitles, type WebhookEventType } from '../../../../../core/api/webhook-event-types.ts';
import type {
  WebhookDelivery,
  WebhookDeliveryStatus,
  WebhookEndpoint,
} from '../../../../../core/api/webhooks.ts';
import { fullTime, relativeTime } from '../../../shared/lib/time.ts';
import { useNow } from '../../../shared/lib/use-now.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Badge, type BadgeTone } from '../../../shared/ui/badge.tsx';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog } from '../../../shared/ui/dialog.tsx';
import { Segmented } from '../../../shared/ui/segmented.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { DeliveryAttempts } from './delivery-attempts.tsx';
import { deliveriesQuery } from './queries.ts';
import { nameOf } from './webhook-row.tsx';

export const statusWords: Record<WebhookDeliveryStatus, { label: string; tone: BadgeTone }> = {
  pending: { label: 'Waiting', tone: 'info' },
  delivered: { label: 'Delivered', tone: 'primary' },
  failed: { label: 'Failed', tone: 'danger' },
  skipped: { label: 'Skipped', tone: 'neutral' },
};

type Filter = 'all' | 'pending' | 'delivered' | 'failed';

const filters = [
  { value: 'all', label: 'All' },
  { value: 'pending', label: 'Waiting' },
  { value: 'delivered', label: 'Delivered' },
  { value: 'failed', label: 'Failed' },
] as const satisfies { value: Filter; label: string }[];

/** What was sent to a webhook in the last 30 days. */
export function DeliveriesDialog({ webhook, onClose }: { webhook: WebhookEndpoint; onClose: () => void }) {
  const { orgId } = useWorkspace();
  const [filter, setFilter] = useState<Filter>('all');
  const [openId, setOpenId] = useState<string | null>(null);
  const query = useInfiniteQuery(deliveriesQuery(orgId, webhook.id, filter === 'all' ? null : filter));
  const deliveries = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Deliveries to ${nameOf(webhook)}`}
      description="Of the last 30 days. What an event tells is read when it is sent, and kept nowhere."
      className="max-w-2xl"
    >
      <div className="space-y-3">
        <Segmented<Filter> label="Which deliveries" options={filters} value={filter} onChange={setFilter} />
        {query.isPending && <Skeleton className="h-40" />}
        {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
        {query.data && deliveries.length === 0 && (
          <EmptyState icon={Send} title="Nothing here">
            Events appear here as they happen. Send a test to try the address.
          </EmptyState>
        )}
        {deliveries.length > 0 && (
          <ul aria-label="Deliveries" className="divide-y divide-border rounded-lg border border-border">
            {deliveries.map((delivery) => (
              <li key={delivery.id}>
                <Row
                  delivery={delivery}
                  isOpen={delivery.id === openId}
                  onToggle={() => setOpenId(delivery.id === openId ? null : delivery.id)}
                />
                {delivery.id === openId && <DeliveryAttempts webhook={webhook} deliveryId={delivery.id} />}
              </li>
            ))}
          </ul>
        )}
        {query.hasNextPage && (
          <Button isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        )}
      </div>
    </Dialog>
  );
}

interface RowProps {
  delivery: WebhookDelivery;
  isOpen: boolean;
  onToggle: () => void;
}

function Row({ delivery, isOpen, onToggle }: RowProps) {
  const now = useNow('halfMinute');
  const { type, status, attempts, occurredAt, lastAttempt } = delivery;
  const { label, tone } = statusWords[status];
  const answer = lastAttempt?.status ?? lastAttempt?.error?.replaceAll('_', ' ');
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      className="flex w-full items-center gap-3 px-3 py-2 text-left text-[13px] hover:bg-surface-2"
      onClick={onToggle}
    >
      <span className="min-w-0 flex-1">
        <span className="block truncate">{webhookEventTitles[type as WebhookEventType]}</span>
        <code className="block truncate font-mono text-xs text-muted">{type}</code>
      </span>
      {answer && <span className="text-muted">{answer}</span>}
      {attempts > 1 && <span className="text-muted">{attempts} attempts</span>}
      <span className="text-muted" title={fullTime(occurredAt)}>
        {relativeTime(occurredAt, now)}
      </span>
      <Badge tone={tone}>{label}</Badge>
    </button>
  );
}
