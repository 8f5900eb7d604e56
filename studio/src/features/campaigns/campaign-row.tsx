import { Link } from '@tanstack/react-router';
import type { CampaignSummary } from '../../../../core/api/campaigns.ts';
import { peopleText } from '../../shared/lib/counted.ts';
import { fullTime, relativeTime } from '../../shared/lib/time.ts';
import { useNow } from '../../shared/lib/use-now.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { CampaignMenu } from './campaign-menu.tsx';
import { statusNote, statusWords } from './campaign-words.ts';
import { CountsBar } from './counts-bar.tsx';
import { countsText, funnelOf } from './counts.ts';

export function CampaignRow({ campaign }: { campaign: CampaignSummary }) {
  const { id, name, status, templateName, counts } = campaign;
  const { label, tone } = statusWords[status];
  const note = statusNote(campaign);
  return (
    <li className="relative flex items-center gap-x-4 gap-y-2 border-b border-border px-4 py-3 last:border-b-0 hover:bg-surface-2/60">
      <div className="grid min-w-0 flex-1 items-center gap-x-6 gap-y-2 md:grid-cols-[minmax(0,1fr)_11rem_minmax(0,20rem)]">
        <div className="min-w-0">
          <p className="flex min-w-0 items-center gap-2">
            <Link
              to="/campaigns/$campaignId"
              params={{ campaignId: id }}
              title={name}
              // The whole line leads there; what else can be pressed lies above.
              className="truncate font-medium after:absolute after:inset-0 hover:underline"
            >
              {name}
            </Link>
            <Badge tone={tone} title={note?.why}>
              {label}
            </Badge>
          </p>
          <p className="truncate text-[13px] text-muted">
            {note && status === 'paused' && campaign.pauseReason
              ? note.why
              : (templateName ?? 'No template yet')}
          </p>
        </div>
        <p className="text-[13px] text-muted">
          <Start campaign={campaign} />
        </p>
        <div className="min-w-0 space-y-1.5">
          {counts ? (
            <>
              <CountsBar name={name} counts={counts} isStill={status !== 'running'} />
              <p className="truncate text-xs text-muted tabular-nums" title={countsText(counts)}>
                {countsText(counts)} of {peopleText(funnelOf(counts).recipients)}
              </p>
            </>
          ) : (
            <p className="text-xs text-muted max-md:hidden">
              {status === 'draft'
                ? `Made by ${campaign.createdBy ?? 'somebody'}`
                : // Counting very many takes too long for a list: the campaign itself tells.
                  campaign.startedAt === null
                  ? 'Not counted yet'
                  : 'Open it for its numbers'}
            </p>
          )}
        </div>
      </div>
      <CampaignMenu campaign={campaign} className="relative z-10" />
    </li>
  );
}

/** When it began or begins, in a few words. */
function Start({ campaign: { status, startsAt, startedAt, updatedAt } }: { campaign: CampaignSummary }) {
  const now = useNow('halfMinute');
  const [words, at] =
    startedAt !== null
      ? ['Started', startedAt]
      : startsAt !== null
        ? ['Starts', startsAt]
        : [status === 'draft' ? 'Edited' : 'Changed', updatedAt];
  return (
    <time dateTime={at} title={fullTime(at)}>
      {words} {relativeTime(at, now)}
    </time>
  );
}
