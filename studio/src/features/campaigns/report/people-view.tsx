import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { MessageSquare, Reply, UsersRound, X } from 'lucide-react';
import type { Campaign, Recipient } from '../../../../../core/api/campaigns.ts';
import { exclusions } from '../../../../../core/campaigns/recipients.ts';
import { personName, phoneText } from '../../../shared/lib/phone.ts';
import { fullTime, relativeTime } from '../../../shared/lib/time.ts';
import { useNow } from '../../../shared/lib/use-now.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Avatar } from '../../../shared/ui/avatar.tsx';
import { Badge } from '../../../shared/ui/badge.tsx';
import { Button } from '../../../shared/ui/button.tsx';
import { Select } from '../../../shared/ui/input.tsx';
import { ShowMore } from '../../../shared/ui/show-more.tsx';
import { EmptyState, ErrorState, RowsSkeleton, Skeleton } from '../../../shared/ui/states.tsx';
import { recipientFilter, resultChoices, type PeopleFilter } from './people-filter.ts';
import { recipientsQuery } from './queries.ts';
import { resultWords } from './result-words.ts';

export interface PeopleViewProps {
  campaign: Campaign;
  filter: PeopleFilter;
}

/** Everybody of its audience with what became of them; all or those that a number counts. */
export function PeopleView({ campaign, filter }: PeopleViewProps) {
  const { orgId } = useWorkspace();
  const query = useInfiniteQuery(recipientsQuery(orgId, campaign, recipientFilter(filter)));
  const people = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="space-y-3">
      <Filters campaign={campaign} filter={filter} />
      {query.isPending && (
        <RowsSkeleton label="Loading people" count={6}>
          <Skeleton className="size-9 rounded-full" />
          <Skeleton className="h-4 w-40" />
          <Skeleton className="ml-auto h-4 w-20" />
        </RowsSkeleton>
      )}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && people.length === 0 && (
        <EmptyState className="h-auto py-16" icon={UsersRound} title="Nobody here">
          {campaign.counts === null
            ? 'People appear once the audience is counted, right before the first message.'
            : 'Nobody of this campaign is in this selection.'}
        </EmptyState>
      )}
      {people.length > 0 && (
        <div className="overflow-hidden rounded-xl border border-border bg-surface shadow-card">
          <table aria-label="People of the campaign" className="w-full table-fixed max-md:block">
            <thead className="border-b border-border text-left text-xs text-muted max-md:sr-only">
              <tr>
                <th scope="col" className="w-[34%] px-4 py-2.5 font-medium">
                  Person
                </th>
                <th scope="col" className="px-4 py-2.5 font-medium">
                  Result
                </th>
                {campaign.doc.variants.length > 1 && (
                  <th scope="col" className="w-24 px-4 py-2.5 font-medium">
                    Variant
                  </th>
                )}
                <th scope="col" className="w-36 px-4 py-2.5 font-medium">
                  When
                </th>
                <th scope="col" className="w-40 px-4 py-2.5">
                  <span className="sr-only">Conversation</span>
                </th>
              </tr>
            </thead>
            <tbody className="max-md:block">
              {people.map((person) => (
                <PersonRow
                  key={person.contactId}
                  person={person}
                  hasVariants={campaign.doc.variants.length > 1}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <ShowMore query={query} className="text-center" />
    </div>
  );
}

function Filters({ campaign, filter }: PeopleViewProps) {
  const navigate = useNavigate();
  const show = (next: PeopleFilter) =>
    void navigate({
      to: '/campaigns/$campaignId',
      params: { campaignId: campaign.id },
      search: { show: 'people', ...next },
      replace: true,
    });
  const isNarrowed = Object.values(filter).some((value) => value !== undefined);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        aria-label="Result"
        className="w-auto max-w-full"
        value={filter.replied ? 'replied' : (filter.result ?? '')}
        onChange={({ target }) =>
          show({
            variant: filter.variant,
            ...(target.value === 'replied' ? { replied: true } : { result: target.value || undefined }),
          })
        }
      >
        <option value="">Every result</option>
        <option value="replied">Answered</option>
        {Object.entries(resultChoices).map(([id, words]) => (
          <option key={id} value={id}>
            {words}
          </option>
        ))}
      </Select>
      {(filter.result === 'excluded' || filter.reason) && (
        <Select
          aria-label="Reason"
          className="w-auto max-w-full"
          value={filter.reason ?? ''}
          onChange={({ target }) => show({ ...filter, reason: target.value || undefined })}
        >
          <option value="">Every reason</option>
          {Object.entries(exclusions).map(([reason, words]) => (
            <option key={reason} value={reason}>
              {words}
            </option>
          ))}
        </Select>
      )}
      {campaign.doc.variants.length > 1 && (
        <Select
          aria-label="Variant"
          className="w-auto"
          value={filter.variant ?? ''}
          onChange={({ target }) => show({ ...filter, variant: target.value || undefined })}
        >
          <option value="">Every variant</option>
          {campaign.doc.variants.map(({ key }) => (
            <option key={key} value={key}>
              Variant {key}
            </option>
          ))}
        </Select>
      )}
      {filter.error && <Badge tone="danger">Error {filter.error}</Badge>}
      {isNarrowed && (
        <Button variant="ghost" size="sm" onClick={() => show({})}>
          <X aria-hidden /> Show everybody
        </Button>
      )}
    </div>
  );
}

function PersonRow({ person, hasVariants }: { person: Recipient; hasVariants: boolean }) {
  const now = useNow('halfMinute');
  const { contactId, contactName, contactPhone, result, reason, error, repliedAt, conversationId, isTest } =
    person;
  const name = personName(contactName, contactPhone);
  const { label, tone } = resultWords[result];
  return (
    <tr className="border-b border-border last:border-b-0 max-md:block max-md:py-2">
      <th scope="row" className="px-4 py-2.5 text-left font-normal max-md:block">
        <div className="flex min-w-0 items-center gap-3">
          <Avatar name={name} className="size-9" />
          <div className="min-w-0">
            <Link
              to="/contacts/$contactId"
              params={{ contactId }}
              title={name}
              className="block truncate font-medium hover:underline"
            >
              {name}
            </Link>
            <p className="text-[13px] text-muted tabular-nums">{phoneText(contactPhone)}</p>
          </div>
        </div>
      </th>
      <td className="px-4 py-2.5 max-md:block max-md:py-1">
        <p className="flex flex-wrap items-center gap-1.5">
          <Badge tone={tone}>{label}</Badge>
          {repliedAt && (
            <Badge tone="primary" title={fullTime(repliedAt)}>
              <Reply aria-hidden /> Answered
            </Badge>
          )}
          {isTest && <Badge tone="outline">First part</Badge>}
          {person.attempts > 1 && <Badge tone="outline">Try {person.attempts}</Badge>}
        </p>
        {(reason ?? error) && (
          <p className="mt-0.5 text-xs text-muted">
            {reason ? exclusions[reason] : error && `${error.title} (${error.code})`}
          </p>
        )}
      </td>
      {hasVariants && (
        <td className="px-4 py-2.5 text-sm max-md:hidden">
          {result !== 'excluded' && (person.variant ?? 'Not yet')}
        </td>
      )}
      <td className="px-4 py-2.5 text-[13px] text-muted max-md:hidden">
        {result !== 'excluded' && (
          <time dateTime={person.sendAt} title={fullTime(person.sendAt)}>
            {relativeTime(person.sendAt, now)}
          </time>
        )}
      </td>
      <td className="px-4 py-2.5 text-right max-md:block max-md:text-left">
        {conversationId && (
          <Button asChild size="sm">
            <Link to="/inbox/$conversationId" params={{ conversationId }}>
              <MessageSquare aria-hidden /> Messages <span className="sr-only">with {name}</span>
            </Link>
          </Button>
        )}
      </td>
    </tr>
  );
}
