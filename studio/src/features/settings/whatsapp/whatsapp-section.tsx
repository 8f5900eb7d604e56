import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { MessageCircle, Plus, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Waba } from '../../../../../core/api/wabas.ts';
import { api } from '../../../shared/api/api.ts';
import { errorText } from '../../../shared/api/errors.ts';
import { keys } from '../../../shared/api/queries.ts';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { Badge, SampleBadge } from '../../../shared/ui/badge.tsx';
import { Button } from '../../../shared/ui/button.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { Section } from '../section.tsx';
import { TokenDialog } from './token-dialog.tsx';

/** What Meta has said of an account that works no more, or soon won't. */
const accountStatuses: Record<string, string> = {
  SCHEDULED_FOR_DISABLE: 'About to be disabled by Meta',
  DISABLED: 'Disabled by Meta',
  ACCOUNT_DELETED: 'Deleted at Meta',
  ACCOUNT_OFFBOARDED: 'Disconnected at Meta',
  PARTNER_REMOVED: 'Disconnected at Meta',
  PARTNER_APP_UNINSTALLED: 'Disconnected at Meta',
};

/** The WhatsApp Business accounts of the workspace, and what connects them. */
export function WhatsappSection() {
  const { orgId } = useWorkspace();
  const mayEdit = useMay('channels:write');
  const [dialog, setDialog] = useState<{ waba: Waba | null } | null>(null);
  const wabas = useQuery({
    queryKey: keys.wabas(orgId),
    queryFn: ({ signal }) => api.call('listWabas', { params: { org: orgId } }, { signal }),
  });
  if (wabas.isPending) return <Skeleton className="h-64 max-w-2xl" />;
  if (wabas.isError) return <ErrorState error={wabas.error} onRetry={() => void wabas.refetch()} />;
  const connect = mayEdit && (
    <Button variant="primary" onClick={() => setDialog({ waba: null })}>
      <Plus aria-hidden /> Connect account
    </Button>
  );
  return (
    <div className="max-w-2xl space-y-6">
      {wabas.data.items.length === 0 ? (
        <EmptyState icon={MessageCircle} title="No WhatsApp account yet" action={connect}>
          Connect your WhatsApp Business account to send and receive messages.
        </EmptyState>
      ) : (
        <>
          {wabas.data.items.map((waba) => (
            <Account key={waba.id} waba={waba} onReplaceToken={() => setDialog({ waba })} />
          ))}
          {connect}
        </>
      )}
      <TokenDialog key={dialog?.waba?.id ?? 'new'} target={dialog} onClose={() => setDialog(null)} />
    </div>
  );
}

function Account({ waba, onReplaceToken }: { waba: Waba; onReplaceToken: () => void }) {
  const { orgId } = useWorkspace();
  const mayEdit = useMay('channels:write');
  const queryClient = useQueryClient();
  const refresh = useMutation({
    mutationFn: () => api.call('refreshWaba', { params: { org: orgId, waba: waba.id } }),
    onSuccess: () => {
      toast.success('Numbers are up to date');
      void queryClient.invalidateQueries({ queryKey: keys.wabas(orgId) });
      void queryClient.invalidateQueries({ queryKey: keys.numbers(orgId) });
    },
    onError: (error) => void toast.error(errorText(error)),
  });
  return (
    <Section
      title={waba.name ?? 'WhatsApp account'}
      hint={`Account ${waba.metaWabaId}`}
      action={
        <span className="flex gap-2">
          {waba.status !== 'CONNECTED' && (
            <Badge tone="danger">{accountStatuses[waba.status] ?? waba.status}</Badge>
          )}
          {waba.isSample && <SampleBadge />}
        </span>
      }
    >
      <dl className="grid grid-cols-[8rem_1fr] gap-x-3 gap-y-2 text-sm">
        <dt className="text-muted">Numbers</dt>
        <dd>
          {waba.numbers.length === 0 && <span className="text-muted">None yet</span>}
          <ul className="space-y-0.5">
            {waba.numbers.map(({ id, displayPhoneNumber, verifiedName }) => (
              <li key={id}>
                <span className="tabular-nums">{displayPhoneNumber}</span>
                {verifiedName && <span className="text-muted"> · {verifiedName}</span>}
              </li>
            ))}
          </ul>
        </dd>
        <dt className="text-muted">Access token</dt>
        <dd>
          {waba.tokenSetAt === null
            ? 'Not set'
            : `Set ${new Date(waba.tokenSetAt).toLocaleDateString(undefined, { dateStyle: 'medium' })}; nobody can read it back`}
        </dd>
        <dt className="text-muted">Webhook</dt>
        <dd>
          <code className="font-mono text-[13px] break-all">{location.origin + waba.webhookPath}</code>
        </dd>
      </dl>
      {mayEdit && (
        <div className="flex flex-wrap gap-2">
          <Button onClick={onReplaceToken}>Replace token</Button>
          <Button variant="ghost" isBusy={refresh.isPending} onClick={() => refresh.mutate()}>
            <RefreshCw aria-hidden /> Read numbers again
          </Button>
        </div>
      )}
    </Section>
  );
}
