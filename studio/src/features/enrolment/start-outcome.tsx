import { CircleAlert, CircleCheck, CircleMinus } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FlowJob } from '../../../../core/api/flow-jobs.ts';
import { Spinner } from '../../shared/ui/spinner.tsx';
import { isAtWork, jobErrorText } from '../flow-jobs/job-words.ts';
import type { EnrollableFlow } from './queries.ts';
import { reentryText } from './reentry-text.ts';

export interface StartOutcomeProps {
  job: FlowJob;
  flow: EnrollableFlow;
  name: string;
}

/** What became of the wish that one person starts a flow, as soon as it is known. */
export function StartOutcome({ job, flow, name }: StartOutcomeProps) {
  const { icon, words } = outcomeOf({ job, flow, name });
  return (
    <div role="status" className="flex gap-2.5 text-sm [&_svg]:size-5 [&_svg]:shrink-0">
      {icon}
      <p>{words}</p>
    </div>
  );
}

function outcomeOf({ job, flow, name }: StartOutcomeProps): { icon: ReactNode; words: string } {
  if (job.done > 0) {
    return {
      icon: <CircleCheck aria-hidden className="text-primary" />,
      words: `${name} is in “${flow.name}” now.`,
    };
  }
  if (isAtWork(job)) return { icon: <Spinner className="text-muted" />, words: `Starting “${flow.name}”…` };
  if (job.skipped > 0) {
    return {
      icon: <CircleMinus aria-hidden className="text-warn" />,
      words: `${name} was skipped. ${reentryText(flow.manualEntry)}`,
    };
  }
  const reason = job.error === null ? '' : ` ${jobErrorText(job.error)}`;
  return {
    icon: <CircleAlert aria-hidden className="text-danger" />,
    words: `“${flow.name}” was not started.${reason}`,
  };
}
