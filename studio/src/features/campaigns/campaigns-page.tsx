import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Megaphone, Plus, SearchX } from 'lucide-react';
import { useState } from 'react';
import { campaignStatuses } from '../../../../core/campaigns/statuses.ts';
import { useDebounced } from '../../shared/lib/use-debounced.ts';
import { useMay, useWorkspace } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Select } from '../../shared/ui/input.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { SearchField } from '../../shared/ui/search-field.tsx';
import { ShowMore } from '../../shared/ui/show-more.tsx';
import { EmptyState, ErrorState, RowsSkeleton, Skeleton } from '../../shared/ui/states.tsx';
import { CampaignRow } from './campaign-row.tsx';
import { statusWords } from './campaign-words.ts';
import { campaignPagesQuery } from './queries.ts';
import { useNewCampaign } from './use-new-campaign.ts';

export function CampaignsPage() {
  const { orgId } = useWorkspace();
  const mayEdit = useMay('campaigns:write');
  const navigate = useNavigate({ from: '/campaigns' });
  const asked = useSearch({ from: '/signed-in/campaigns' }).status;
  const status = campaignStatuses.find((one) => one === asked);
  const [search, setSearch] = useState('');
  const words = useDebounced(search, 250).trim();
  const query = useInfiniteQuery(
    campaignPagesQuery(orgId, { ...(status ? { status } : {}), ...(words ? { search: words } : {}) }),
  );
  const campaigns = query.data?.pages.flatMap((page) => page.items) ?? [];
  const isNarrowed = words !== '' || status !== undefined;
  const show = (next: string | undefined) => void navigate({ search: { status: next }, replace: true });
  const create = useNewCampaign();
  const add = mayEdit && (
    <Button
      variant="primary"
      isBusy={create.isPending}
      onClick={() => create.mutate({ name: 'New campaign' })}
    >
      {!create.isPending && <Plus aria-hidden />} New campaign
    </Button>
  );

  return (
    <Page
      title="Campaigns"
      actions={
        <>
          <SearchField
            label="Search campaigns"
            value={search}
            onChange={setSearch}
            placeholder="Search name"
            className="w-full sm:w-64"
          />
          {add}
        </>
      }
    >
      {(campaigns.length > 0 || isNarrowed) && (
        <div className="mb-3 flex flex-wrap items-center gap-2">
          <Select
            aria-label="Status"
            className="w-auto"
            value={status ?? ''}
            onChange={({ target }) => show(target.value || undefined)}
          >
            <option value="">Every status</option>
            {campaignStatuses.map((one) => (
              <option key={one} value={one}>
                {statusWords[one].label}
              </option>
            ))}
          </Select>
        </div>
      )}
      {query.isPending && (
        <RowsSkeleton label="Loading campaigns" count={5}>
          <Skeleton className="my-2.5 h-4 w-48" />
          <Skeleton className="ml-auto h-2 w-64" />
        </RowsSkeleton>
      )}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && campaigns.length === 0 && isNarrowed && (
        <EmptyState
          icon={SearchX}
          title="No campaign found"
          action={
            <Button
              onClick={() => {
                setSearch('');
                show(undefined);
              }}
            >
              Show all campaigns
            </Button>
          }
        >
          No campaign matches what you are looking for.
        </EmptyState>
      )}
      {query.data && campaigns.length === 0 && !isNarrowed && (
        <EmptyState icon={Megaphone} title="No campaigns yet" action={add}>
          A campaign sends one approved template to many people, and shows who read it and who answered.
        </EmptyState>
      )}
      {campaigns.length > 0 && (
        <ul aria-label="Campaigns" className="rounded-xl border border-border bg-surface shadow-card">
          {campaigns.map((campaign) => (
            <CampaignRow key={campaign.id} campaign={campaign} />
          ))}
        </ul>
      )}
      <ShowMore query={query} className="mt-4 text-center" />
    </Page>
  );
}
