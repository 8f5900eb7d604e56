import '../../shared/lib/zod-without-eval.ts';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { BackTitle } from '../../shared/ui/back-title.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { ErrorState, Skeleton } from '../../shared/ui/states.tsx';
import { campaignQuery } from './queries.ts';

const DraftPage = lazy(async () => ({ default: (await import('./draft/draft-page.tsx')).DraftPage }));
const ReportPage = lazy(async () => ({ default: (await import('./report/report-page.tsx')).ReportPage }));

/** One campaign: its making while it is a draft, what came of it afterwards. */
export function CampaignPage() {
  const { orgId } = useWorkspace();
  const id = useParams({ strict: false }).campaignId!;
  const query = useQuery(campaignQuery(orgId, id));
  if (query.data) {
    const { campaign } = query.data;
    return (
      <Suspense fallback={<Loading title={campaign.name} />}>
        {campaign.status === 'draft' ? (
          <DraftPage key={id} read={query.data} />
        ) : (
          <ReportPage key={id} campaign={campaign} error={query.error} />
        )}
      </Suspense>
    );
  }
  if (query.isPending) return <Loading title="Campaign" />;
  return (
    <Page
      title={
        <BackTitle to="/campaigns" label="Back to campaigns">
          Campaign
        </BackTitle>
      }
    >
      <ErrorState
        error={query.error}
        onRetry={() => void query.refetch()}
        wayBack={
          <Button asChild>
            <Link to="/campaigns">All campaigns</Link>
          </Button>
        }
      />
    </Page>
  );
}

function Loading({ title }: { title: string }) {
  return (
    <Page
      title={
        <BackTitle to="/campaigns" label="Back to campaigns">
          <span className="truncate">{title}</span>
        </BackTitle>
      }
    >
      <div role="status" aria-label="Loading the campaign" className="mx-auto max-w-6xl space-y-4">
        <Skeleton className="h-14 rounded-xl" />
        <Skeleton className="h-96 rounded-xl" />
      </div>
    </Page>
  );
}
