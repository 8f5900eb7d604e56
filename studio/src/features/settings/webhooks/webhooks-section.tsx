import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Webhook } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { WebhookEndpoint } from '../../../../../core/api/webhooks.ts';
import { api } from '../../../shared/api/api.ts';
import { errorText } from '../../../shared/api/errors.ts';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { Section } from '../section.tsx';
import { DeleteWebhookDialog, RotateSecretDialog } from './confirm-dialogs.tsx';
import { DeliveriesDialog } from './deliveries-dialog.tsx';
import { webhooksKey, webhooksQuery } from './queries.ts';
import { WebhookDialog } from './webhook-dialog.tsx';
import { WebhookRow, type WebhookAction } from './webhook-row.tsx';

type Open =
  | { kind: 'new' }
  | { kind: Extract<WebhookAction, 'change' | 'rotate' | 'delete'> | 'deliveries'; id: string };

/** Servers of the customer's that are told what happens here. */
export function WebhooksSection() {
  const { orgId } = useWorkspace();
  const mayWrite = useMay('webhooks:write');
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<Open | null>(null);
  const query = useQuery(webhooksQuery(orgId));
  const close = () => setOpen(null);

  const test = useMutation({
    mutationFn: ({ id }: WebhookEndpoint) =>
      api.call('testWebhookEndpoint', { params: { org: orgId, endpoint: id } }),
    onSuccess: (_delivery, { id }) => setOpen({ kind: 'deliveries', id }),
    onError: (error) => toast.error(errorText(error)),
  });
  const change = useMutation({
    mutationFn: ({ id, status }: WebhookEndpoint) =>
      api.call('updateWebhookEndpoint', {
        params: { org: orgId, endpoint: id },
        body: { enabled: status === 'disabled' },
      }),
    onSuccess: async ({ status }) => {
      toast.success(status === 'enabled' ? 'The webhook is enabled' : 'The webhook is disabled');
      await queryClient.invalidateQueries({ queryKey: webhooksKey(orgId) });
    },
    onError: (error) => toast.error(errorText(error)),
  });

  function act(action: WebhookAction, webhook: WebhookEndpoint) {
    if (action === 'test') test.mutate(webhook);
    else if (action === 'switch') change.mutate(webhook);
    else setOpen({ kind: action, id: webhook.id });
  }

  const webhooks = query.data?.items ?? [];
  const chosen = open && 'id' in open ? webhooks.find(({ id }) => id === open.id) : undefined;
  const add = mayWrite && (
    <Button variant="primary" onClick={() => setOpen({ kind: 'new' })}>
      <Plus aria-hidden /> New webhook
    </Button>
  );
  return (
    <div className="max-w-2xl">
      <Section
        title="Webhooks"
        hint="Servers of yours that are told what happens, as it happens."
        action={webhooks.length > 0 && add}
      >
        {query.isPending && <Skeleton className="h-32" />}
        {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
        {query.data && webhooks.length === 0 && (
          <EmptyState icon={Webhook} title="No webhooks yet" action={add}>
            Add the address of your CRM or shop, and it hears of every message as it comes.
          </EmptyState>
        )}
        {webhooks.length > 0 && (
          <ul aria-label="Webhooks" className="divide-y divide-border rounded-lg border border-border">
            {webhooks.map((webhook) => (
              <WebhookRow
                key={webhook.id}
                webhook={webhook}
                mayWrite={mayWrite}
                onAct={(action) => act(action, webhook)}
                onOpen={() => setOpen({ kind: 'deliveries', id: webhook.id })}
              />
            ))}
          </ul>
        )}
        <a href="/docs" target="_blank" rel="noreferrer" className="text-sm text-primary hover:underline">
          What each event carries
        </a>
      </Section>
      {open?.kind === 'new' && <WebhookDialog webhook={null} onClose={close} />}
      {chosen && open?.kind === 'change' && <WebhookDialog webhook={chosen} onClose={close} />}
      {chosen && open?.kind === 'rotate' && <RotateSecretDialog webhook={chosen} onClose={close} />}
      {chosen && open?.kind === 'delete' && <DeleteWebhookDialog webhook={chosen} onClose={close} />}
      {chosen && open?.kind === 'deliveries' && <DeliveriesDialog webhook={chosen} onClose={close} />}
    </div>
  );
}
