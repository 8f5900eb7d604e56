import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { WebhookAttempt, WebhookEndpoint } from '../../../../../core/api/webhooks.ts';
import { api } from '../../../shared/api/api.ts';
import { fullTime } from '../../../shared/lib/time.ts';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { RequestError } from '../../../shared/ui/request-error.tsx';
import { ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { deliveryQuery, webhooksKey } from './queries.ts';

const errorWords: Record<Exclude<NonNullable<WebhookAttempt['error']>, 'http_status'>, string> = {
  timeout: 'no answer within 15 seconds',
  unreachable: 'no connection',
  address_refused: 'the address is not on the public Internet',
  failed: 'the answer can’t be read',
};

/** The attempts at one delivery, and the way to send it once more. */
export function DeliveryAttempts({ webhook, deliveryId }: { webhook: WebhookEndpoint; deliveryId: string }) {
  const { orgId } = useWorkspace();
  const mayWrite = useMay('webhooks:write');
  const queryClient = useQueryClient();
  const query = useQuery(deliveryQuery(orgId, webhook.id, deliveryId));
  const resend = useMutation({
    mutationFn: () =>
      api.call('resendWebhookDelivery', {
        params: { org: orgId, endpoint: webhook.id, delivery: deliveryId },
      }),
    onSuccess: async () => {
      toast.success('It is sent once more');
      await queryClient.invalidateQueries({ queryKey: webhooksKey(orgId) });
    },
  });
  if (query.isPending) return <Skeleton className="m-3 h-10" />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const { id, log, status, nextAttemptAt } = query.data;
  return (
    <div className="space-y-2 bg-surface-2 px-3 py-3 text-[13px]">
      <p className="text-muted">
        <code className="font-mono text-xs break-all">webhook-id: {id}</code>
      </p>
      {status === 'skipped' && <p>What it tells of was erased or deleted before it was sent.</p>}
      {log.length > 0 && (
        <ol aria-label="Attempts" className="space-y-1">
          {log.map((attempt) => (
            <li key={attempt.at} className="flex flex-wrap justify-between gap-x-4">
              <span>{fullTime(attempt.at)}</span>
              <span className="text-muted">
                {outcomeOf(attempt)} · {attempt.durationMs} ms
              </span>
            </li>
          ))}
        </ol>
      )}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <span className="text-muted">
          {nextAttemptAt && status === 'pending' && `Next attempt: ${fullTime(nextAttemptAt)}`}
        </span>
        {mayWrite && webhook.status === 'enabled' && (
          <Button size="sm" isBusy={resend.isPending} onClick={() => resend.mutate()}>
            Send once more
          </Button>
        )}
      </div>
      <RequestError error={resend.error} />
    </div>
  );
}

function outcomeOf({ status, error }: WebhookAttempt): string {
  if (error === null) return `taken (${status})`;
  return error === 'http_status' ? `answered ${status}` : errorWords[error];
}
