import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ExternalLink, MessageSquare } from 'lucide-react';
import { useEffect } from 'react';
import type { FlowRun, FlowRunStep } from '../../../../../core/api/schemas.ts';
import { nodeTitle } from '../../../../../core/flow/summary.ts';
import { api } from '../../../shared/api/api.ts';
import { configQuery, keys } from '../../../shared/api/queries.ts';
import { cn } from '../../../shared/lib/cn.ts';
import { runWaitText } from '../../../shared/lib/run-wait.ts';
import { fullTime, relativeTime } from '../../../shared/lib/time.ts';
import { useNow } from '../../../shared/lib/use-now.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Badge } from '../../../shared/ui/badge.tsx';
import { Button } from '../../../shared/ui/button.tsx';
import { runStatusText } from '../../../shared/ui/run-status.ts';
import { ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { portsOf } from '../document/ports.ts';
import { runOverlay } from '../document/run-overlay.ts';
import { temporalRunUrl } from '../../../shared/lib/temporal-url.ts';
import { useEditor, useEditorActions, useEditorStore } from '../store/editor-store.ts';
import { stepProblemText } from './step-problem.ts';
import { RunActions } from './run-actions.tsx';
import { outcomeText } from './run-outcome.ts';

/** One person's run; chosen, it shows the way it took. */
export function RunItem({
  run,
  isChosen,
  onChoose,
}: {
  run: FlowRun;
  isChosen: boolean;
  onChoose: () => void;
}) {
  const now = useNow('halfMinute');
  const current = useEditor((state) =>
    run.currentNodeId ? state.history.doc.nodes[run.currentNodeId] : undefined,
  );
  const status = runStatusText(run.status);
  const place = current ? `At “${nodeTitle(current)}”` : null;
  const outcome = run.endedAt === null ? null : outcomeText(run);
  return (
    <li className={cn('border-b border-border', isChosen && 'bg-primary-soft/50')}>
      <button
        type="button"
        aria-expanded={isChosen}
        onClick={onChoose}
        className="block w-full px-4 py-3 text-left hover:bg-surface-2/60 focus-visible:-outline-offset-2"
      >
        <span className="flex items-center gap-2">
          <span className="min-w-0 flex-1 truncate text-sm font-medium">
            {run.contactName ?? 'Unknown person'}
          </span>
          {run.pausedAt !== null && <Badge tone="neutral">Paused</Badge>}
          <Badge tone={status.tone}>{status.label}</Badge>
        </span>
        {run.endedAt === null && (
          <span className="mt-1 block text-[13px]">
            {runWaitText(run, now) ?? place ?? 'Between two steps'}
          </span>
        )}
        {outcome && <span className="mt-1 block text-[13px]">{outcome}</span>}
        <span className="mt-0.5 block text-xs text-muted" title={fullTime(run.startedAt)}>
          v{run.flowVersion}, started {relativeTime(run.startedAt, now)}
          {run.endedAt && `, ended ${relativeTime(run.endedAt, now)}`}
        </span>
      </button>
      {isChosen && <RunDetails run={run} />}
    </li>
  );
}

/** Steps come in pages; a run visits at most 500 nodes. */
async function allSteps(org: string, run: string, signal: AbortSignal): Promise<FlowRunStep[]> {
  const steps: FlowRunStep[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.call(
      'listFlowRunSteps',
      { params: { org, run }, query: { limit: 100, cursor } },
      { signal },
    );
    steps.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return steps;
}

function RunDetails({ run }: { run: FlowRun }) {
  const { orgId } = useWorkspace();
  const store = useEditorStore();
  const { showNode } = useEditorActions();
  const navigate = useNavigate();
  const nodes = useEditor((state) => state.history.doc.nodes);
  const doc = useEditor((state) => state.history.doc);
  const config = useQuery(configQuery()).data;
  const steps = useQuery({
    queryKey: [...keys.runs(orgId), 'steps', run.id],
    queryFn: ({ signal }) => allSteps(orgId, run.id, signal),
  });

  useEffect(() => {
    store.setState({ overlay: steps.data ? runOverlay(doc, run, steps.data) : null });
    return () => store.setState({ overlay: null });
  }, [store, doc, run, steps.data]);

  const temporalUrl = config ? temporalRunUrl(config, run.workflowId) : null;
  return (
    <div className="px-4 pb-4">
      <RunActions run={run} />
      <div className="mb-3 flex flex-wrap gap-2">
        {run.conversationId && (
          <Button
            size="sm"
            onClick={() =>
              void navigate({
                to: '/inbox/$conversationId',
                params: { conversationId: run.conversationId ?? '' },
              })
            }
          >
            <MessageSquare aria-hidden /> Conversation
          </Button>
        )}
        {temporalUrl && (
          <Button asChild size="sm">
            <a href={temporalUrl} target="_blank" rel="noreferrer">
              <ExternalLink aria-hidden /> Temporal
            </a>
          </Button>
        )}
      </div>
      {steps.isPending && <Skeleton className="h-24" />}
      {steps.isError && (
        <ErrorState className="h-auto p-2" error={steps.error} onRetry={() => void steps.refetch()} />
      )}
      <ol className="relative space-y-2.5 border-l-2 border-border pl-4">
        {steps.data?.map((step) => {
          const node = nodes[step.nodeId];
          const port = node && step.port ? portsOf(node).find((one) => one.id === step.port) : undefined;
          return (
            <li key={step.n} className="relative text-[13px]">
              <span
                aria-hidden
                className={cn(
                  'absolute top-1.5 -left-[21px] size-2 rounded-full',
                  step.problem ? 'bg-danger' : step.port ? 'bg-info' : 'bg-border-strong',
                )}
              />
              <button
                type="button"
                disabled={!node}
                onClick={() => showNode(step.nodeId)}
                className="text-left font-medium enabled:hover:underline"
              >
                {node ? nodeTitle(node) : `${step.nodeType} (not in this draft)`}
              </button>
              {step.port && <span className="text-muted"> → {port?.label ?? step.port}</span>}
              {step.problem && (
                <span className="block text-danger" title={step.problem}>
                  Went wrong: {stepProblemText(step.problem)}
                </span>
              )}
              <time dateTime={step.at} className="block text-xs text-muted">
                {fullTime(step.at)}
              </time>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
