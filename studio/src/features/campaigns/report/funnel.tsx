import type { CampaignCounts } from '../../../../../core/api/campaigns.ts';
import { cn } from '../../../shared/lib/cn.ts';
import { share, shareText } from '../../analytics/number-text.ts';
import { funnelOf } from '../counts.ts';
import type { PeopleFilter } from './people-filter.ts';
import { PeopleLink } from './people-link.tsx';

interface Stage {
  title: string;
  count: number;
  filter: PeopleFilter;
  /** Of what its share is told. */
  of: number;
  ofWhat: string;
  tone?: string;
}

/** From the audience to the answers; each number leads to its people. */
export function Funnel({ id, counts }: { id: string; counts: CampaignCounts }) {
  const { audience, excluded, recipients, sent, delivered, read, replied, failed, left } = funnelOf(counts);
  const stages: Stage[] = [
    { title: 'Audience', count: audience, filter: {}, of: audience, ofWhat: '' },
    {
      title: 'Sent',
      count: sent,
      filter: { result: 'reachedSent' },
      of: recipients,
      ofWhat: 'of the recipients',
    },
    {
      title: 'Delivered',
      count: delivered,
      filter: { result: 'reachedDelivered' },
      of: sent,
      ofWhat: 'of the sent',
    },
    { title: 'Read', count: read, filter: { result: 'read' }, of: delivered, ofWhat: 'of the delivered' },
    {
      title: 'Answered',
      count: replied,
      filter: { replied: true },
      of: delivered,
      ofWhat: 'of the delivered',
    },
  ];
  const others: (Stage & { tone: string })[] = [
    {
      title: 'Left out',
      count: excluded,
      filter: { result: 'excluded' },
      of: audience,
      ofWhat: 'of the audience',
      tone: 'text-muted',
    },
    {
      title: 'Waiting',
      count: left,
      filter: { result: 'pending' },
      of: recipients,
      ofWhat: 'of the recipients',
      tone: 'text-muted',
    },
    {
      title: 'Failed',
      count: failed,
      filter: { result: 'failed' },
      of: recipients,
      ofWhat: 'of the recipients',
      tone: 'text-danger',
    },
    {
      title: 'Not known',
      count: counts.unknown,
      filter: { result: 'unknown' },
      of: recipients,
      ofWhat: 'of the recipients',
      tone: 'text-warn',
    },
    {
      title: 'Cancelled',
      count: counts.cancelled,
      filter: { result: 'cancelled' },
      of: recipients,
      ofWhat: 'of the recipients',
      tone: 'text-muted',
    },
  ];
  return (
    <section aria-label="Funnel" className="rounded-xl border border-border bg-surface p-5 shadow-card">
      <ol className="space-y-2.5">
        {stages.map((stage, at) => (
          <li
            key={stage.title}
            className="grid grid-cols-[5rem_minmax(0,1fr)_3.5rem] items-center gap-3 sm:grid-cols-[6.5rem_minmax(0,1fr)_10rem]"
          >
            <span className="text-[13px] text-muted">{stage.title}</span>
            <span aria-hidden className="h-6 overflow-hidden rounded-md bg-surface-2">
              <span
                className={cn(
                  'block h-full rounded-md transition-[width] duration-500',
                  at === 0 ? 'bg-border-strong' : 'bg-primary',
                )}
                style={{
                  width: `${audience === 0 ? 0 : (stage.count / audience) * 100}%`,
                  opacity: at === 0 ? 1 : 1 - (at - 1) * 0.18,
                }}
              />
            </span>
            <span className="text-right whitespace-nowrap sm:text-left">
              <PeopleLink
                campaignId={id}
                filter={stage.filter}
                label={`${stage.title}: show these people`}
                className="text-base font-semibold"
              >
                {stage.count.toLocaleString('en')}
              </PeopleLink>
              {at > 0 && (
                <span className="ml-2 text-xs text-muted tabular-nums max-sm:block" title={stage.ofWhat}>
                  {shareText(share(stage.count, stage.of))}{' '}
                  <span className="max-xl:hidden">{stage.ofWhat}</span>
                </span>
              )}
            </span>
          </li>
        ))}
      </ol>
      <ul aria-label="Others" className="mt-4 flex flex-wrap gap-x-6 gap-y-2 border-t border-border pt-4">
        {others
          .filter(({ count }) => count > 0)
          .map(({ title, count, filter, tone }) => (
            <li key={title} className="flex items-baseline gap-2 text-[13px]">
              <span className="text-muted">{title}</span>
              <PeopleLink
                campaignId={id}
                filter={filter}
                label={`${title}: show these people`}
                className={cn('font-semibold', tone)}
              >
                {count.toLocaleString('en')}
              </PeopleLink>
            </li>
          ))}
      </ul>
    </section>
  );
}
