import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import type { Campaign } from '../../../../../core/api/campaigns.ts';
import { configQuery } from '../../../shared/api/queries.ts';
import { temporalRunUrl } from '../../../shared/lib/temporal-url.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { BackTitle } from '../../../shared/ui/back-title.tsx';
import { Badge } from '../../../shared/ui/badge.tsx';
import { Button } from '../../../shared/ui/button.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { RequestError } from '../../../shared/ui/request-error.tsx';
import { Segmented } from '../../../shared/ui/segmented.tsx';
import { ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { CampaignMenu } from '../campaign-menu.tsx';
import { statusWords } from '../campaign-words.ts';
import { MessagePreview } from '../draft/message-preview.tsx';
import { ReachPanel } from '../draft/reach-panel.tsx';
import { reviewLines } from '../draft/review-words.ts';
import { usePreflight, type PreflightView } from '../draft/use-draft.ts';
import { useNames } from '../draft/use-names.ts';
import { CourseButtons } from './course-buttons.tsx';
import { Funnel } from './funnel.tsx';
import { PeopleView } from './people-view.tsx';
import { reportQuery } from './queries.ts';
import { ExclusionsCard, FailuresCard } from './reasons.tsx';
import { ReportCard } from './report-card.tsx';
import { RetargetMenu } from './retarget-menu.tsx';
import { StatusCard } from './status-card.tsx';
import { VariantsCard } from './variants-card.tsx';

export interface ReportPageProps {
  campaign: Campaign;
  /** Why its state could not be read anew. */
  error: unknown;
}

/** A campaign that was started: where it stands, what came of it, and the people behind each number. */
export function ReportPage({ campaign, error }: ReportPageProps) {
  const { orgId } = useWorkspace();
  const navigate = useNavigate();
  const {
    show,
    result,
    reason,
    error: errorCode,
    variant,
    replied,
  } = useSearch({
    from: '/signed-in/campaigns/$campaignId',
  });
  const report = useReport(orgId, campaign);
  const { label, tone } = statusWords[campaign.status];
  return (
    <Page
      title={
        <BackTitle to="/campaigns" label="Back to campaigns">
          <span className="truncate" title={campaign.name}>
            {campaign.name}
          </span>
          <Badge tone={tone} className="ml-2 max-sm:hidden">
            {label}
          </Badge>
        </BackTitle>
      }
      actions={
        <>
          <CourseButtons campaign={campaign} />
          <RetargetMenu campaign={campaign} />
          <CampaignMenu campaign={campaign} />
        </>
      }
    >
      <div className="mx-auto max-w-6xl space-y-5">
        <RequestError error={error} />
        <StatusCard campaign={campaign} report={report.data} />
        <div className="flex flex-wrap items-center justify-between gap-2">
          <Segmented
            label="What is shown"
            value={show ?? 'report'}
            onChange={(next) =>
              void navigate({
                to: '/campaigns/$campaignId',
                params: { campaignId: campaign.id },
                search: next === 'people' ? { show: 'people' } : {},
              })
            }
            options={[
              { value: 'report', label: 'Report' },
              { value: 'people', label: 'People' },
            ]}
          />
          <TemporalLink workflowId={campaign.workflowId} />
        </div>
        {show === 'people' ? (
          <PeopleView campaign={campaign} filter={{ result, reason, error: errorCode, variant, replied }} />
        ) : (
          <Report campaign={campaign} report={report} />
        )}
      </div>
    </Page>
  );
}

function Report({ campaign, report }: { campaign: Campaign; report: ReturnType<typeof useReport> }) {
  const { data } = report;
  if (report.isError && !data)
    return <ErrorState error={report.error} onRetry={() => void report.refetch()} />;
  return (
    <div className="space-y-5">
      {data ? (
        <>
          {data.counts.total > 0 && <Funnel id={campaign.id} counts={data.counts} />}
          {data.counts.total > 0 && <VariantsCard campaign={campaign} report={data} />}
          {data.counts.total > 0 && (
            <div className="grid items-start gap-5 lg:grid-cols-2">
              <FailuresCard id={campaign.id} report={data} />
              <ExclusionsCard id={campaign.id} report={data} />
            </div>
          )}
        </>
      ) : (
        <Skeleton className="h-64 rounded-xl" />
      )}
      <Plan campaign={campaign} />
    </div>
  );
}

function useReport(orgId: string, campaign: Campaign) {
  return useQuery(reportQuery(orgId, campaign));
}

/** What was set, in words, and what people read; before it is sent also how many they will be. */
function Plan({ campaign }: { campaign: Campaign }) {
  const { doc, phoneNumberId, status } = campaign;
  const lines = reviewLines(doc, phoneNumberId, useNames(doc));
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_21rem]">
      <ReportCard title="As it was set up">
        <dl className="divide-y divide-border border-t border-border">
          {lines.map(({ title, text }) => (
            <div key={title} className="flex gap-x-3 px-5 py-2 text-sm max-sm:flex-col sm:items-baseline">
              <dt className="w-28 shrink-0 text-[13px] text-muted">{title}</dt>
              <dd className="min-w-0 flex-1 break-words">{text}</dd>
            </div>
          ))}
        </dl>
      </ReportCard>
      <div className="space-y-5">
        {status === 'awaitingApproval' || status === 'scheduled' ? (
          <Outlook campaign={campaign} />
        ) : (
          <Messages campaign={campaign} />
        )}
      </div>
    </div>
  );
}

/** What who approves it has to know. */
function Outlook({ campaign }: { campaign: Campaign }) {
  const preflight = usePreflight(campaign);
  return (
    <>
      <ReachPanel preflight={preflight} doc={campaign.doc} />
      <Messages campaign={campaign} preflight={preflight} />
    </>
  );
}

function Messages({ campaign, preflight }: { campaign: Campaign; preflight?: PreflightView }) {
  const { variants } = campaign.doc;
  return variants.map((variant) => (
    <section key={variant.key} aria-label={`Message ${variant.key}`} className="space-y-2">
      {variants.length > 1 && <h2 className="text-sm font-semibold">Message {variant.key}</h2>}
      <MessagePreview variant={variant} phoneNumberId={campaign.phoneNumberId} preflight={preflight} />
    </section>
  ));
}

function TemporalLink({ workflowId }: { workflowId: string }) {
  const config = useQuery(configQuery()).data;
  const url = config ? temporalRunUrl(config, workflowId) : null;
  if (!url) return null;
  return (
    <Button asChild size="sm">
      <a href={url} target="_blank" rel="noreferrer">
        <ExternalLink aria-hidden /> Temporal
      </a>
    </Button>
  );
}
