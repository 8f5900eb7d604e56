import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ChartColumn } from 'lucide-react';
import type { AnalyticsOverview } from '../../../../core/api/analytics.ts';
import { numbersQuery, organizationQuery } from '../../shared/api/queries.ts';
import { useNow } from '../../shared/lib/use-now.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Select } from '../../shared/ui/input.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../shared/ui/states.tsx';
import { Charts } from './charts.tsx';
import { overviewQuery } from './queries.ts';
import { bucketOf, presetRange, rangeBefore, rangeProblem, todayIn, type DayRange } from './range.ts';
import { RangePicker } from './range-picker.tsx';
import { FailuresTable, FlowsTable, TemplatesTable } from './tables.tsx';
import { Tiles } from './tiles.tsx';

export function AnalyticsPage() {
  const { orgId } = useWorkspace();
  const organization = useQuery(organizationQuery(orgId));
  const now = useNow('halfMinute');
  if (organization.isError)
    return (
      <Page title="Analytics">
        <ErrorState error={organization.error} onRetry={() => void organization.refetch()} />
      </Page>
    );
  if (!organization.data)
    return (
      <Page title="Analytics">
        <NumbersSkeleton />
      </Page>
    );
  return <Numbers orgId={orgId} today={todayIn(organization.data.timeZone, now)} />;
}

/** @param today where the organisation is */
function Numbers({ orgId, today }: { orgId: string; today: string }) {
  const { from, to, number } = useSearch({ from: '/signed-in/analytics' });
  const navigate = useNavigate();
  const numbers = useQuery(numbersQuery(orgId)).data?.items ?? [];
  const asked: DayRange | null = from && to ? { from, to } : null;
  const range = asked && rangeProblem(asked) === null ? asked : presetRange('month', today);
  const common = { bucket: bucketOf(range), phoneNumberId: number ?? null };
  const query = useQuery(overviewQuery(orgId, { ...range, ...common }));
  const before = useQuery(overviewQuery(orgId, { ...rangeBefore(range), ...common }));
  const show = (next: { range?: DayRange; number?: string | undefined }) =>
    void navigate({
      to: '/analytics',
      search: { ...(next.range ?? asked ?? {}), number: 'number' in next ? next.number : number },
      replace: true,
    });

  return (
    <Page
      title="Analytics"
      actions={
        <>
          {numbers.length > 1 && (
            <Select
              aria-label="Number"
              className="w-auto max-w-56"
              value={number ?? ''}
              onChange={(event) => show({ number: event.target.value || undefined })}
            >
              <option value="">All numbers</option>
              {numbers.map(({ id, displayPhoneNumber, verifiedName }) => (
                <option key={id} value={id}>
                  {[displayPhoneNumber, verifiedName].filter(Boolean).join(' · ')}
                </option>
              ))}
            </Select>
          )}
          <RangePicker today={today} range={range} onChange={(next) => show({ range: next })} />
        </>
      }
    >
      {query.isPending && <NumbersSkeleton />}
      {query.isError && !query.data && (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.data &&
        (isEmpty(query.data) ? (
          <EmptyState icon={ChartColumn} title="Nothing happened in these days" className="h-96">
            As soon as people write to you, or a flow writes to them, you see here what became of it. Choose
            other days to look further back.
          </EmptyState>
        ) : (
          <div className="space-y-4">
            <Tiles
              totals={query.data.totals}
              before={before.isPlaceholderData ? null : (before.data?.totals ?? null)}
              now={query.data.now}
            />
            <Charts {...query.data} />
            <FlowsTable flows={query.data.flows} />
            <div className="grid gap-4 lg:grid-cols-2">
              <FailuresTable failures={query.data.failures} />
              <TemplatesTable templates={query.data.templates} />
            </div>
            <p className="text-xs text-muted">
              Days begin at midnight in {query.data.timeZone.replaceAll('_', ' ')}. A message counts on the
              day on which it was written, in the state that it has now. Durations are right within 5%.
            </p>
          </div>
        ))}
    </Page>
  );
}

function isEmpty({ totals, now }: AnalyticsOverview): boolean {
  const { peopleReplies: _, flowReplies: __, resolutions: ___, ...counts } = totals;
  return now.open === 0 && Object.values(counts).every((n) => n === 0 || n === null);
}

function NumbersSkeleton() {
  return (
    <div role="status" aria-label="Loading numbers" className="space-y-4">
      <div className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-5">
        {Array.from({ length: 10 }, (_, index) => (
          <Skeleton key={index} className="h-24 rounded-xl" />
        ))}
      </div>
      <Skeleton className="h-60 rounded-xl" />
    </div>
  );
}
