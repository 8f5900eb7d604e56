import { CircleAlert, Info } from 'lucide-react';
import type { Campaign, CampaignReport } from '../../../../../core/api/campaigns.ts';
import { isOver } from '../../../../../core/campaigns/statuses.ts';
import { cn } from '../../../shared/lib/cn.ts';
import { peopleText } from '../../../shared/lib/counted.ts';
import { fullTime, relativeTime } from '../../../shared/lib/time.ts';
import { useNow } from '../../../shared/lib/use-now.ts';
import { stageWords, statusNote, statusWords } from '../campaign-words.ts';
import { CountsBar } from '../counts-bar.tsx';
import { countsText, funnelOf, progressOf } from '../counts.ts';
import { moneyText, timeText } from '../draft/reach-text.ts';

export interface StatusCardProps {
  campaign: Campaign;
  report: CampaignReport | undefined;
}

/** Where it stands, why, and what to do. */
export function StatusCard({ campaign, report }: StatusCardProps) {
  const { status, stage, name } = campaign;
  const counts = report?.counts ?? campaign.counts;
  const note = statusNote(campaign);
  const isBad = status === 'failed' || (status === 'paused' && campaign.pauseReason !== null);
  const Icon = isBad ? CircleAlert : Info;
  return (
    <section
      aria-label="Status"
      className="space-y-4 rounded-xl border border-border bg-surface p-5 shadow-card"
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 className="text-lg font-semibold" aria-live="polite">
          {status === 'running' && stage ? stageWords[stage] : statusWords[status].label}
        </h2>
        {counts && counts.total > counts.excluded && (
          <p className="text-sm text-muted tabular-nums">
            {Math.floor(progressOf(counts) * 100)}% of {peopleText(funnelOf(counts).recipients)}
          </p>
        )}
      </div>
      {note && (
        <div
          className={cn(
            'flex gap-2.5 rounded-lg px-3 py-2.5 text-sm',
            isBad ? 'bg-danger-soft text-danger' : 'bg-warn-soft text-warn',
          )}
        >
          <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
          <p>
            {note.why} {note.advice}
          </p>
        </div>
      )}
      {counts && counts.total > 0 && (
        <div className="space-y-2">
          <CountsBar name={name} counts={counts} isStill={status !== 'running'} />
          <p className="text-[13px] text-muted tabular-nums">{countsText(counts)}</p>
        </div>
      )}
      <Facts campaign={campaign} report={report} />
    </section>
  );
}

function Facts({ campaign, report }: StatusCardProps) {
  const now = useNow('halfMinute');
  const { status, startsAt, startedAt, endedAt, nextSendAt, ratePerSecond, requestedBy, approvedBy } =
    campaign;
  const when = (iso: string) => (
    <span title={fullTime(iso)}>{`${timeText(new Date(iso))} (${relativeTime(iso, now)})`}</span>
  );
  const cost = report?.cost;
  const facts = [
    startedAt === null && startsAt !== null && { title: 'Starts', text: when(startsAt) },
    startedAt !== null && { title: 'Started', text: when(startedAt) },
    endedAt !== null && { title: 'Ended', text: when(endedAt) },
    status === 'running' &&
      nextSendAt !== null &&
      // What is due at once needs no words.
      new Date(nextSendAt) > now && { title: 'Next message', text: when(nextSendAt) },
    !isOver(status) && {
      title: 'Speed',
      text: ratePerSecond === null ? 'As fast as the number may' : `At most ${ratePerSecond} a second`,
    },
    report &&
      startedAt !== null && {
        title: 'Cost so far',
        text: cost ? `${moneyText(cost.amount, cost.currency)}, at list prices` : 'Meta has not said yet',
      },
    requestedBy !== null && { title: 'Started by', text: requestedBy },
    approvedBy !== null && { title: 'Approved by', text: approvedBy },
  ].filter((fact) => fact !== false && fact !== undefined);
  return (
    <dl className="grid gap-x-6 gap-y-3 grid-cols-2 border-t border-border pt-4 text-[13px] lg:grid-cols-4">
      {facts.map(({ title, text }) => (
        <div key={title} className="min-w-0">
          <dt className="text-xs text-muted">{title}</dt>
          <dd className="mt-0.5 font-medium break-words tabular-nums">{text}</dd>
        </div>
      ))}
    </dl>
  );
}
