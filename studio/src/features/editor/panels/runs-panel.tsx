import { useNavigate } from '@tanstack/react-router';
import { X } from 'lucide-react';
import type { Flow } from '../../../../../core/api/schemas.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Segmented } from '../../../shared/ui/segmented.tsx';
import { EnrolButton } from '../../enrolment/enrol-button.tsx';
import { JobList } from '../../flow-jobs/job-list.tsx';
import { RunList } from './run-list.tsx';

export type RunsShown = 'people' | 'jobs';

export interface RunsPanelProps {
  flow: Flow;
  runId: string | null;
  shown: RunsShown;
  onClose?: () => void;
}

/** Who is in this flow and where they stand, and the work on many of them at once. */
export function RunsPanel({ flow, runId, shown, onClose }: RunsPanelProps) {
  const navigate = useNavigate();
  const params = { flowId: flow.id };
  const show = (next: RunsShown) =>
    void navigate({
      to: '/flows/$flowId',
      params,
      search: { show: next },
      replace: true,
    });
  return (
    <aside
      aria-label="Runs"
      className="scroll-thin h-full w-full overflow-y-auto border-l border-border bg-surface"
    >
      <header className="sticky top-0 z-10 space-y-2.5 border-b border-border bg-surface px-4 py-3">
        <div className="flex items-center gap-2">
          <div className="min-w-0 flex-1">
            <h2 className="text-sm font-semibold">Runs</h2>
            <p className="text-xs text-muted">
              {shown === 'jobs' ? 'Work on many at once' : 'One per person, newest first'}
            </p>
          </div>
          <EnrolButton flow={flow} />
          {onClose && (
            <Button variant="ghost" size="iconSm" aria-label="Close the list of runs" onClick={onClose}>
              <X aria-hidden />
            </Button>
          )}
        </div>
        <Segmented
          label="What to list"
          value={shown}
          onChange={show}
          className="flex w-full"
          options={[
            { value: 'people', label: 'People' },
            { value: 'jobs', label: 'Jobs', hint: 'Enrolling, moving or ending many at once' },
          ]}
        />
      </header>
      {shown === 'jobs' ? <JobList flowId={flow.id} /> : <RunList runId={runId} />}
    </aside>
  );
}
