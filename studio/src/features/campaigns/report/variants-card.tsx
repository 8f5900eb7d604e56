import { Trophy } from 'lucide-react';
import type { Campaign, CampaignReport } from '../../../../../core/api/campaigns.ts';
import { Badge } from '../../../shared/ui/badge.tsx';
import { share, shareText } from '../../analytics/number-text.ts';
import { PeopleLink } from './people-link.tsx';
import { ReportCard } from './report-card.tsx';

/** The variants beside each other; shares are of what was sent, so that they compare. */
export function VariantsCard({
  campaign,
  report: { variants },
}: {
  campaign: Campaign;
  report: CampaignReport;
}) {
  const { id, doc, winner } = campaign;
  if (doc.variants.length < 2) return null;
  return (
    <ReportCard title="Variants">
      <div className="overflow-x-auto">
        <table className="w-full text-sm tabular-nums">
          <thead className="bg-surface-2 text-xs text-muted">
            <tr>
              {['Variant', 'Sent', 'Delivered', 'Read', 'Answered', 'Failed'].map((head, at) => (
                <th
                  key={head}
                  scope="col"
                  className={`px-5 py-1.5 font-medium ${at === 0 ? 'text-left' : 'text-right'}`}
                >
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {doc.variants.map(({ key, template }) => {
              const row = variants.find((one) => one.key === key);
              const { sent = 0, delivered = 0, read = 0, replied = 0, failed = 0 } = row ?? {};
              return (
                <tr key={key} className="border-t border-border">
                  <th scope="row" className="px-5 py-2.5 text-left font-medium">
                    <span className="flex flex-wrap items-center gap-2">
                      {key} <span className="font-normal text-muted">{template.name}</span>
                      {winner === key && (
                        <Badge tone="primary" title="The others got this one">
                          <Trophy aria-hidden /> Winner
                        </Badge>
                      )}
                    </span>
                  </th>
                  <td className="px-5 py-2.5 text-right">
                    <PeopleLink
                      campaignId={id}
                      filter={{ variant: key, result: 'reachedSent' }}
                      label={`sent ${key}: show these people`}
                    >
                      {sent.toLocaleString('en')}
                    </PeopleLink>
                  </td>
                  <Share part={delivered} whole={sent} />
                  <Share part={read} whole={sent} />
                  <Share part={replied} whole={sent} />
                  <td className="px-5 py-2.5 text-right">{failed.toLocaleString('en')}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </ReportCard>
  );
}

function Share({ part, whole }: { part: number; whole: number }) {
  return (
    <td className="px-5 py-2.5 text-right">
      {part.toLocaleString('en')}{' '}
      <span className="ml-1 inline-block w-12 text-muted">{shareText(share(part, whole))}</span>
    </td>
  );
}
