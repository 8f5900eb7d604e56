import type { CampaignReport } from '../../../../../core/api/campaigns.ts';
import { exclusions } from '../../../../../core/campaigns/recipients.ts';
import { Badge } from '../../../shared/ui/badge.tsx';
import { failureAdvice } from './failure-advice.ts';
import { PeopleLink } from './people-link.tsx';
import { ReportCard } from './report-card.tsx';

interface ReasonsProps {
  id: string;
  report: CampaignReport;
}

/** Why people of the audience got nothing. */
export function ExclusionsCard({ id, report: { excluded } }: ReasonsProps) {
  const some = excluded.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
  return (
    <ReportCard title="Left out" empty={some.length === 0 ? 'Nobody was left out.' : undefined}>
      <ul className="divide-y divide-border border-t border-border">
        {some.map(({ reason, count }) => (
          <li key={reason} className="flex items-baseline justify-between gap-4 px-5 py-2.5 text-sm">
            <span>{exclusions[reason]}</span>
            <PeopleLink
              campaignId={id}
              filter={{ result: 'excluded', reason }}
              label="show these people"
              className="font-semibold"
            >
              {count.toLocaleString('en')}
            </PeopleLink>
          </li>
        ))}
      </ul>
    </ReportCard>
  );
}

/** What failed and what to do about it. */
export function FailuresCard({ id, report: { failures } }: ReasonsProps) {
  return (
    <ReportCard title="Failed" empty={failures.length === 0 ? 'Nothing has failed.' : undefined}>
      <ul className="divide-y divide-border border-t border-border">
        {failures.map(({ code, title, count, willRetry }) => (
          <li key={code} className="flex items-start justify-between gap-4 px-5 py-3 text-sm">
            <div className="min-w-0 space-y-0.5">
              <p>
                {title} <code className="font-mono text-xs text-muted">{code}</code>{' '}
                {willRetry && <Badge tone="info">Tried again</Badge>}
              </p>
              <p className="text-[13px] text-muted">{failureAdvice(code)}</p>
            </div>
            <PeopleLink
              campaignId={id}
              filter={{ error: code }}
              label="show these people"
              className="font-semibold text-danger"
            >
              {count.toLocaleString('en')}
            </PeopleLink>
          </li>
        ))}
      </ul>
    </ReportCard>
  );
}
