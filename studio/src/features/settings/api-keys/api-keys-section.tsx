import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import type { ApiKey } from '../../../../../core/api/api-keys.ts';
import { isAtLeast } from '../../../../../core/api/permissions.ts';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { Switch } from '../../../shared/ui/switch.tsx';
import { Section } from '../section.tsx';
import { ApiKeyRow } from './api-key-row.tsx';
import { CreateApiKeyDialog } from './create-api-key-dialog.tsx';
import { apiKeysQuery, stoppedKeysQuery } from './queries.ts';
import { RevokeApiKeyDialog } from './revoke-api-key-dialog.tsx';
import { TakeOverDialog } from './take-over-dialog.tsx';

type Open = { kind: 'new' } | { kind: 'revoke' | 'takeOver'; apiKey: ApiKey };

export function ApiKeysSection() {
  const { orgId, role: myRole } = useWorkspace();
  const mayWrite = useMay('apiKeys:write');
  const [showsEnded, setShowsEnded] = useState(false);
  const [open, setOpen] = useState<Open | null>(null);
  const query = useInfiniteQuery(apiKeysQuery(orgId, showsEnded ? 'all' : 'active'));
  const stopped = useQuery(stoppedKeysQuery(orgId));
  const close = () => setOpen(null);
  const apiKeys = [
    ...(showsEnded ? [] : (stopped.data ?? [])),
    ...(query.data?.pages.flatMap((page) => page.items) ?? []),
  ];
  const add = mayWrite && (
    <Button variant="primary" onClick={() => setOpen({ kind: 'new' })}>
      <Plus aria-hidden /> New key
    </Button>
  );

  return (
    <div className="max-w-2xl">
      <Section title="API keys" hint="Other programs use them to call the API as this workspace.">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <div className="flex items-center gap-4">
            {add}
            <a href="/docs" target="_blank" rel="noreferrer" className="text-sm text-primary hover:underline">
              API documentation
            </a>
          </div>
          <Switch label="Show ended keys" checked={showsEnded} onChange={setShowsEnded} />
        </div>
        {query.isPending && <Skeleton className="h-32" />}
        {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
        {query.data && apiKeys.length === 0 && (
          <EmptyState icon={KeyRound} title="No API keys yet">
            Make one for each program, so that you can end it without the others.
          </EmptyState>
        )}
        {apiKeys.length > 0 && (
          <ul aria-label="API keys" className="divide-y divide-border rounded-lg border border-border">
            {apiKeys.map((apiKey) => (
              <ApiKeyRow
                key={apiKey.id}
                apiKey={apiKey}
                onRevoke={mayWrite ? () => setOpen({ kind: 'revoke', apiKey }) : null}
                onTakeOver={
                  mayWrite && isAtLeast(myRole, apiKey.role)
                    ? () => setOpen({ kind: 'takeOver', apiKey })
                    : null
                }
              />
            ))}
          </ul>
        )}
        {query.hasNextPage && (
          <Button isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        )}
      </Section>
      {open?.kind === 'new' && <CreateApiKeyDialog onClose={close} />}
      {open?.kind === 'revoke' && <RevokeApiKeyDialog apiKey={open.apiKey} onClose={close} />}
      {open?.kind === 'takeOver' && <TakeOverDialog apiKey={open.apiKey} onClose={close} />}
    </div>
  );
}
