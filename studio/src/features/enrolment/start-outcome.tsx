import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleAlert, CircleCheck, CircleMinus } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FlowJob } from '../../../../core/api/flow-jobs.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Spinner } from '../../shared/ui/spinner.tsx';
import { isAtWork, jobErrorText, workedOn } from '../flow-jobs/job-words.ts';
import { jobQuery } from '../flow-jobs/queries.ts';
import { useRunsAfterJobs } from '../flow-jobs/use-runs-after-jobs.ts';
import { reentryText } from './reentry-text.ts';
import type { EnrollableFlow } from './queries.ts';

export interface StartOutcomeProps {
  job: FlowJob;
  flow: EnrollableFlow;
  name: string;
}

/** What became of the wish that one person starts a flow, as soon as it is known. */
export function StartOutcome({ job: begun, flow, name }: StartOutcomeProps) {
  const { orgId } = useWorkspace();
  const job = useQuery(jobQuery(orgId, begun.id)).data ?? begun;
  useRunsAfterJobs(workedOn(job));
  return (
    <div className="space-y-4">
      <div role="status" className="flex gap-2.5 text-sm">
        <Outcome job={job} flow={flow} name={name} />
      </div>
      <Button asChild size="sm">
        <Link
          to="/flows/$flowId"
          params={{ flowId: flow.id }}
          search={{ show: job.done > 0 ? 'people' : 'jobs' }}
        >
          Open the flow
        </Link>
      </Button>
    </div>
  );
}

function Outcome({ job, flow, name }: StartOutcomeProps): ReactNode {
  if (job.done > 0) {
    return (
      <>
        <CircleCheck aria-hidden className="size-5 shrink-0 text-primary" />
        <p>
          {name} is in “{flow.name}” now.
        </p>
      </>
    );
  }
  if (isAtWork(job)) {
    return (
      <>
        <Spinner className="size-5 shrink-0 text-muted" />
        <p>Starting “{flow.name}”…</p>
      </>
    );
  }
  if (job.skipped > 0) {
    return (
      <>
        <CircleMinus aria-hidden className="size-5 shrink-0 text-warn" />
        <p>
          {name} was skipped. {reentryText(flow.manualEntry)}
        </p>
      </>
    );
  }
  return (
    <>
      <CircleAlert aria-hidden className="size-5 shrink-0 text-danger" />
      <p>
        “{flow.name}” was not started. {job.error !== null && jobErrorText(job.error)}
      </p>
    </>
  );
}
