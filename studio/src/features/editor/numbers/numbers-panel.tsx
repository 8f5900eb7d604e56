import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Flow } from '../../../../../core/api/schemas.ts';
import { api } from '../../../shared/api/api.ts';
import { keys, organizationQuery } from '../../../shared/api/queries.ts';
import { useNow } from '../../../shared/lib/use-now.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Select } from '../../../shared/ui/input.tsx';
import { Segmented } from '../../../shared/ui/segmented.tsx';
import { ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { presetRange, presets, todayIn, type DayRange, type PresetId } from '../../analytics/range.ts';
import { stepNumbers } from '../document/step-numbers.ts';
import { useEditor, useEditorStore } from '../store/editor-store.ts';
import { versionsQuery } from '../versions/queries.ts';
import { NumbersSummary } from './numbers-summary.tsx';

const flowStatsQuery = (org: string, flow: string, version: number | null, range: DayRange | null) =>
  queryOptions({
    queryKey: [...keys.runs(org), 'stats', flow, version, range] as const,
    queryFn: ({ signal }) =>
      api.call(
        'getFlowStats',
        { params: { org, flow }, query: { ...range, ...(version === null ? {} : { version }) } },
        { signal },
      ),
    enabled: range !== null,
    placeholderData: keepPreviousData,
  });

/** How people fare in this flow: numbers at the side, and on every step and line of the drawing. */
export function NumbersPanel({ flow, onClose }: { flow: Flow; onClose?: (() => void) | undefined }) {
  const { orgId } = useWorkspace();
  const store = useEditorStore();
  const doc = useEditor((state) => state.history.doc);
  const [version, setVersion] = useState<number | null>(null);
  const [preset, setPreset] = useState<PresetId>('month');
  const versions = useQuery(versionsQuery(orgId, flow.id)).data?.items ?? [];
  const timeZone = useQuery(organizationQuery(orgId)).data?.timeZone;
  const now = useNow('halfMinute');
  const range = timeZone === undefined ? null : presetRange(preset, todayIn(timeZone, now));
  const stats = useQuery(flowStatsQuery(orgId, flow.id, version, range));

  useEffect(() => {
    store.setState({ numbers: stats.data ? stepNumbers(doc, stats.data) : null });
    return () => store.setState({ numbers: null });
  }, [store, doc, stats.data]);

  return (
    <aside
      aria-label="Numbers"
      className="scroll-thin h-full w-full overflow-y-auto border-l border-border bg-surface"
    >
      <header className="sticky top-0 z-10 space-y-2.5 border-b border-border bg-surface px-4 py-3">
        <div className="flex items-center gap-2">
          <div className="min-w-0 flex-1">
            <h2 className="text-sm font-semibold">Numbers</h2>
            <p className="text-xs text-muted">Of runs that began in these days</p>
          </div>
          <Select
            aria-label="Version"
            className="h-8 w-auto text-[13px]"
            value={version ?? ''}
            onChange={(event) => setVersion(event.target.value === '' ? null : Number(event.target.value))}
          >
            <option value="">All versions</option>
            {versions.map(({ number }) => (
              <option key={number} value={number}>
                Version {number}
              </option>
            ))}
          </Select>
          {onClose && (
            <Button variant="ghost" size="iconSm" aria-label="Close the numbers" onClick={onClose}>
              <X aria-hidden />
            </Button>
          )}
        </div>
        <Segmented<PresetId>
          label="Which days"
          value={preset}
          onChange={setPreset}
          className="flex w-full"
          options={presets.map(({ id, label }) => ({ value: id, label }))}
        />
      </header>
      {stats.isError ? (
        <ErrorState error={stats.error} onRetry={() => void stats.refetch()} className="h-64" />
      ) : stats.data ? (
        <NumbersSummary stats={stats.data} />
      ) : (
        <div role="status" aria-label="Loading numbers" className="space-y-3 p-4">
          <Skeleton className="h-24" />
          <Skeleton className="h-40" />
        </div>
      )}
    </aside>
  );
}
