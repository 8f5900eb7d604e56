import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Erasure } from '../../../../../core/api/erasure.ts';
import { api } from '../../../shared/api/api.ts';
import { relativeTime } from '../../../shared/lib/time.ts';
import { useNow } from '../../../shared/lib/use-now.ts';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { Section } from '../section.tsx';

const REFRESH_MS = 5_000;

const erasuresQuery = (org: string) =>
  queryOptions({
    queryKey: [org, 'erasures'] as const,
    queryFn: ({ signal }) => api.call('listErasures', { params: { org }, query: { limit: 20 } }, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ status }) => status === 'queued' || status === 'running')
        ? REFRESH_MS
        : false,
  });

const statusText: Record<Erasure['status'], string> = {
  queued: 'Waiting',
  running: 'Being erased',
  completed: 'Erased',
  failed: 'Failed',
};

/** The last people who were erased, each with its proof; nothing here says who they were. */
export function ErasuresCard() {
  const { orgId } = useWorkspace();
  const maySee = useMay('contacts:erase');
  const query = useQuery({ ...erasuresQuery(orgId), enabled: maySee });
  const now = useNow('halfMinute');
  if (!maySee) return null;
  if (query.isPending) return <Skeleton className="h-32" />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const { items } = query.data;
  return (
    <Section title="Erasures" hint="People who were erased, and the proof of it. The audit log has it, too.">
      {items.length === 0 ? (
        <p className="text-sm text-muted">Nobody was erased. You can erase a person on their page.</p>
      ) : (
        <ul className="divide-y divide-border">
          {items.map((erasure) => (
            <li key={erasure.id} className="space-y-1 py-3 text-sm first:pt-0 last:pb-0">
              <p className="flex flex-wrap justify-between gap-x-3">
                <span className="font-medium">{statusText[erasure.status]}</span>
                <span className="text-muted">
                  {relativeTime(erasure.completedAt ?? erasure.createdAt, now)}
                </span>
              </p>
              <p className="text-muted">{countsText(erasure.counts)}</p>
              {erasure.proof && (
                <p className="font-mono text-xs break-all text-muted">
                  <span className="sr-only">Proof: </span>
                  {erasure.proof}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function countsText({ messages = 0, runs = 0, deliveries = 0 }: Erasure['counts']): string {
  return [counted(messages, 'message'), counted(runs, 'run'), counted(deliveries, 'raw webhook')].join(', ');
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
