import type { FlowJob } from '../../../../core/api/flow-jobs.ts';
import { fullTime, relativeTime } from '../../shared/lib/time.ts';
import { useNow } from '../../shared/lib/use-now.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { ProgressBar } from '../../shared/ui/progress-bar.tsx';
import { JobActions } from './job-actions.tsx';
import { creatorText, jobErrorText, jobStatusText, jobTitle, progressText, workedOn } from './job-words.ts';

/** One job: what it does, who began it, how far it is. */
export function JobRow({ job }: { job: FlowJob }) {
  const now = useNow('halfMinute');
  const status = jobStatusText(job.status);
  const title = jobTitle(job);
  return (
    <li className="space-y-1.5 border-b border-border px-4 py-3">
      <div className="flex items-start gap-2">
        <h3 className="min-w-0 flex-1 text-sm font-medium break-words">{title}</h3>
        <Badge tone={status.tone}>{status.label}</Badge>
      </div>
      {job.endedAt === null && (
        <ProgressBar
          label={title}
          value={workedOn(job)}
          max={job.total ?? 0}
          isPaused={job.status === 'paused'}
        />
      )}
      <p className="text-[13px] tabular-nums">{progressText(job)}</p>
      {job.kind === 'enrol' && job.skipped > 0 && (
        <p className="text-xs text-muted">Skipped: the flow’s rules don’t let them in again now.</p>
      )}
      {job.error !== null && <p className="text-[13px] text-danger">{jobErrorText(job.error)}</p>}
      <p className="text-xs text-muted">
        {creatorText(job.createdBy)},{' '}
        <time dateTime={job.createdAt} title={fullTime(job.createdAt)}>
          {relativeTime(job.createdAt, now)}
        </time>
      </p>
      <JobActions job={job} title={title} />
    </li>
  );
}
