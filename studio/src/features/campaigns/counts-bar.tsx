import type { CampaignCounts } from '../../../../core/api/campaigns.ts';
import { cn } from '../../shared/lib/cn.ts';
import { countsText, funnelOf, progressOf } from './counts.ts';

/** How far it is and with what result: read, delivered, sent and failed, one behind the other. */
export function CountsBar({
  name,
  counts,
  isStill,
}: {
  name: string;
  counts: CampaignCounts;
  isStill: boolean;
}) {
  const { recipients, sent, delivered, read, failed } = funnelOf(counts);
  const parts = [
    { part: read, tone: 'bg-primary' },
    { part: delivered - read, tone: 'bg-primary/60' },
    { part: sent - delivered, tone: 'bg-primary/30' },
    { part: failed, tone: 'bg-danger' },
  ];
  const percent = Math.floor(progressOf(counts) * 100);
  return (
    <div
      role="progressbar"
      aria-label={`Progress of ${name}`}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={`${percent}%: ${countsText(counts)}`}
      className={cn('flex h-2 overflow-hidden rounded-full bg-surface-3', isStill && 'opacity-80')}
    >
      {parts.map(({ part, tone }) => (
        <span
          key={tone}
          className={cn('h-full transition-[width] duration-500', tone)}
          style={{ width: recipients === 0 ? 0 : `${(part / recipients) * 100}%` }}
        />
      ))}
    </div>
  );
}
