import { infiniteQueryOptions, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import { api } from '../../../shared/api/api.ts';
import { errorText } from '../../../shared/api/errors.ts';
import { keys } from '../../../shared/api/queries.ts';
import { fullTime, relativeTime } from '../../../shared/lib/time.ts';
import { useNow } from '../../../shared/lib/use-now.ts';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Field } from '../../../shared/ui/field.tsx';
import { Input, Textarea } from '../../../shared/ui/input.tsx';
import { RequestError } from '../../../shared/ui/request-error.tsx';
import { ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { Section } from '../section.tsx';

const suppressionsQuery = (org: string) =>
  infiniteQueryOptions({
    queryKey: keys.suppressions(org),
    queryFn: ({ signal, pageParam }) =>
      api.call('listSuppressions', { params: { org }, query: { limit: 20, cursor: pageParam } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export function SuppressionList() {
  const { orgId } = useWorkspace();
  const mayAdd = useMay('contacts:write');
  const mayRemove = useMay('organization:write');
  const now = useNow('halfMinute');
  const queryClient = useQueryClient();
  const list = useInfiniteQuery(suppressionsQuery(orgId));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const remove = useMutation({
    mutationFn: (suppression: string) =>
      api.call('removeSuppression', { params: { org: orgId, suppression } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [orgId] }),
    onError: (error) => toast.error('It is still on the list', { description: errorText(error) }),
  });
  return (
    <Section
      title="Never write to"
      hint="Numbers on this list get no message at all, whether or not they are contacts. Only a fingerprint is kept, so the list survives when a person is erased or imported again."
    >
      {mayAdd && <AddNumbers />}
      {list.isPending && <Skeleton className="h-16" />}
      {list.isError && (
        <ErrorState className="h-auto" error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data && items.length === 0 && <p className="text-sm text-muted">Nobody is on the list.</p>}
      {items.length > 0 && (
        <ul aria-label="Numbers that are never written to" className="divide-y divide-border">
          {items.map(({ id, hint, reason, createdAt }) => (
            <li key={id} className="flex items-center gap-3 py-2 text-[13px]">
              <span className="w-24 shrink-0 font-medium tabular-nums">{hint}</span>
              <span className="min-w-0 flex-1 truncate text-muted">{reason}</span>
              <time dateTime={createdAt} title={fullTime(createdAt)} className="text-xs text-muted">
                {relativeTime(createdAt, now)}
              </time>
              {mayRemove && (
                <Button
                  size="xs"
                  variant="ghost"
                  disabled={remove.isPending}
                  aria-label={`Remove ${hint} from the list`}
                  onClick={() => remove.mutate(id)}
                >
                  Remove
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button size="sm" isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Section>
  );
}

function AddNumbers() {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const numbers = text
    .split(/[\n,;]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const add = useMutation({
    mutationFn: () =>
      api.call('addSuppressions', {
        params: { org: orgId },
        body: { numbers, ...(reason.trim() ? { reason: reason.trim() } : {}) },
      }),
    onSuccess: async ({ added, known, invalid }) => {
      toast.success([`${added} added`, known > 0 && `${known} were there before`].filter(Boolean).join(', '));
      // What could not be read stays in the field, to be put right.
      setText(invalid.map((place) => numbers[place]).join('\n'));
      if (invalid.length === 0) setReason('');
      await queryClient.invalidateQueries({ queryKey: [orgId] });
    },
  });
  const unread = add.data?.invalid.length ?? 0;
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <Field
        label="Numbers"
        hint="One a line, with the country code. Up to 10,000."
        error={
          unread > 0 && !add.isPending && numbers.length === unread
            ? `${unread === 1 ? 'This is' : 'These are'} no number: write it with its country code.`
            : null
        }
      >
        <Textarea
          placeholder="+1 555 010 0123"
          value={text}
          onChange={({ target }) => setText(target.value)}
          className="max-h-48"
        />
      </Field>
      <Field label="Reason" hideLabel>
        <Input
          placeholder="Reason, for example: asked by letter"
          maxLength={500}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </Field>
      <RequestError error={add.error} />
      <Button type="submit" isBusy={add.isPending} disabled={numbers.length === 0 || numbers.length > 10_000}>
        {numbers.length > 1 ? `Add ${numbers.length} numbers` : 'Add to the list'}
      </Button>
    </form>
  );
}
