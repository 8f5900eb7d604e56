import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Archive, Plus, TriangleAlert, Workflow, Zap } from 'lucide-react';
import { useState } from 'react';
import type { FlowSummary } from '../../../../core/api/schemas.ts';
import { flowsQuery } from '../../shared/api/queries.ts';
import { relativeTime } from '../../shared/lib/time.ts';
import { useNow } from '../../shared/lib/use-now.ts';
import { useMay, useWorkspace } from '../../shared/session/workspace.ts';
import { Badge, SampleBadge } from '../../shared/ui/badge.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { SearchField } from '../../shared/ui/search-field.tsx';
import { Segmented } from '../../shared/ui/segmented.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../shared/ui/states.tsx';
import { flowStatusText, problemText } from '../../shared/ui/flow-status.ts';
import { EnrolMenu } from '../enrolment/enrol-menu.tsx';
import { ImportButton } from './import-button.tsx';
import { NewFlowDialog } from './new-flow-dialog.tsx';

const columns = 'md:grid md:grid-cols-[minmax(0,2.2fr)_minmax(0,1.6fr)_7.5rem_8rem] md:items-center md:gap-4';

export function FlowsPage() {
  const { orgId } = useWorkspace();
  const mayEdit = useMay('flows:write');
  const [isArchive, setArchive] = useState(false);
  const flows = useQuery(flowsQuery(orgId, isArchive ? 'archived' : undefined));
  const [search, setSearch] = useState('');
  const [isCreating, setCreating] = useState(false);
  const words = search.trim().toLowerCase();
  const shown = flows.data?.items.filter(
    (flow) => flow.name.toLowerCase().includes(words) || flow.triggerSummary.toLowerCase().includes(words),
  );
  const newFlow = mayEdit && (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden /> New flow
    </Button>
  );

  return (
    <Page
      title="Flows"
      actions={
        <>
          <SearchField label="Search flows" value={search} onChange={setSearch} className="w-full sm:w-60" />
          <Segmented
            label="Which flows"
            value={isArchive ? 'archived' : 'inUse'}
            onChange={(next) => setArchive(next === 'archived')}
            options={[
              { value: 'inUse', label: 'In use' },
              { value: 'archived', label: 'Archived' },
            ]}
          />
          {mayEdit && <ImportButton />}
          {newFlow}
        </>
      }
    >
      {flows.isPending && <FlowListSkeleton />}
      {flows.isError && <ErrorState error={flows.error} onRetry={() => void flows.refetch()} />}
      {flows.data?.items.length === 0 && isArchive && (
        <EmptyState icon={Archive} title="The archive is empty">
          Flows that you no longer need can be put away here and brought back at any time.
        </EmptyState>
      )}
      {flows.data?.items.length === 0 && !isArchive && (
        <EmptyState icon={Workflow} title="No flows yet" action={newFlow}>
          A flow answers people on WhatsApp: it asks, branches, waits, and hands over to your team.
        </EmptyState>
      )}
      {shown && shown.length === 0 && words && (
        <EmptyState
          icon={Workflow}
          title={`Nothing found for “${search.trim()}”`}
          action={<Button onClick={() => setSearch('')}>Clear the search</Button>}
        />
      )}
      {shown && shown.length > 0 && (
        <>
          <div aria-hidden className={`hidden pr-16 pb-2 pl-4 text-xs font-medium text-muted ${columns}`}>
            <span>Flow</span>
            <span>Starts when</span>
            <span className="text-right">In progress</span>
            <span className="text-right">Edited</span>
          </div>
          <ul className="overflow-hidden rounded-xl border border-border bg-surface shadow-card">
            {shown.map((flow) => (
              <FlowRow key={flow.id} flow={flow} />
            ))}
          </ul>
        </>
      )}
      <NewFlowDialog isOpen={isCreating} onClose={() => setCreating(false)} />
    </Page>
  );
}

function FlowRow({ flow }: { flow: FlowSummary }) {
  const now = useNow('halfMinute');
  const status = flowStatusText(flow);
  const problems = problemText(flow.problems);
  return (
    <li className="relative border-b border-border last:border-b-0">
      <Link
        to="/flows/$flowId"
        params={{ flowId: flow.id }}
        className={`block py-3.5 pr-16 pl-4 transition-colors hover:bg-surface-2/60 focus-visible:-outline-offset-2 ${columns}`}
      >
        <span className="block min-w-0">
          <span className="flex items-center gap-2">
            <span className="truncate text-[15px] font-medium" title={flow.name}>
              {flow.name}
            </span>
            {flow.isSample && <SampleBadge />}
          </span>
          <span className="mt-1.5 flex flex-wrap items-center gap-1.5">
            <Badge tone={status.tone}>
              {flow.status === 'live' && <span aria-hidden className="size-1.5 rounded-full bg-current" />}
              {status.label}
            </Badge>
            {problems && (
              <Badge tone={flow.problems.errors > 0 ? 'danger' : 'warn'}>
                <TriangleAlert aria-hidden /> {problems}
              </Badge>
            )}
          </span>
        </span>
        <span className="mt-2 flex min-w-0 items-center gap-2 text-[13px] text-muted md:mt-0">
          <Zap aria-hidden className="size-3.5 shrink-0" />
          <span className="truncate" title={flow.triggerSummary}>
            {flow.triggerSummary || 'No trigger yet'}
          </span>
        </span>
        <span className="mt-2 block text-[13px] md:mt-0 md:text-right">
          <span className="font-medium tabular-nums">{flow.runs.active}</span>
          <span className="text-muted"> active</span>
          <span className="block text-xs text-muted tabular-nums max-md:ml-2 max-md:inline">
            {flow.runs.startedLast7Days} in 7 days
          </span>
        </span>
        <span className="hidden text-right text-[13px] text-muted md:block">
          {relativeTime(flow.updatedAt, now)}
        </span>
      </Link>
      <EnrolMenu flow={flow} className="absolute top-1/2 right-3 -translate-y-1/2 max-md:top-7" />
    </li>
  );
}

function FlowListSkeleton() {
  return (
    <div role="status" aria-label="Loading flows" className="rounded-xl border border-border bg-surface">
      {[0, 1, 2].map((row) => (
        <div key={row} className="space-y-2.5 border-b border-border px-4 py-4 last:border-b-0">
          <Skeleton className="h-4 w-48" />
          <Skeleton className="h-4 w-24" />
        </div>
      ))}
    </div>
  );
}
