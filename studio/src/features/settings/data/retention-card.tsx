import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import { retentionKinds, type RetentionKind } from '../../../../../core/api/retention-kinds.ts';
import type { Retention, RetentionRules } from '../../../../../core/api/retention.ts';
import { api } from '../../../shared/api/api.ts';
import { errorText } from '../../../shared/api/errors.ts';
import { relativeTime } from '../../../shared/lib/time.ts';
import { useNow } from '../../../shared/lib/use-now.ts';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Field } from '../../../shared/ui/field.tsx';
import { Select } from '../../../shared/ui/input.tsx';
import { ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { Section } from '../section.tsx';
import { daysText, isShorter, spansFor } from './spans.ts';
import { FormError } from '../../../shared/ui/form-error.tsx';

const retentionQuery = (org: string) =>
  queryOptions({
    queryKey: [org, 'retention'] as const,
    queryFn: ({ signal }) => api.call('getRetention', { params: { org } }, { signal }),
  });

const titles: Record<RetentionKind, string> = {
  messageContent: 'Messages',
  contactEvents: 'Events of contacts',
  runs: 'Runs of flows',
  deliveries: 'Raw webhooks',
  auditLog: 'Audit log',
};
/** The server forgets these by itself (docs/operations.md); a rule only makes it sooner. */
const limited: readonly RetentionKind[] = ['contactEvents', 'deliveries'];
const kinds = Object.keys(titles) as RetentionKind[];

export function RetentionCard() {
  const { orgId } = useWorkspace();
  const query = useQuery(retentionQuery(orgId));
  if (query.isPending) return <Skeleton className="h-96" />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <RetentionForm key={orgId} saved={query.data} />;
}

function RetentionForm({ saved }: { saved: Retention }) {
  const { orgId } = useWorkspace();
  const mayEdit = useMay('organization:write');
  const queryClient = useQueryClient();
  const now = useNow('halfMinute');
  const [changes, setChanges] = useState<Partial<RetentionRules>>({});
  const days = { ...saved.days, ...changes };
  const changed = kinds.filter((kind) => days[kind] !== saved.days[kind]);
  const shortened = changed.filter((kind) => isShorter(days[kind], saved.days[kind]));

  const save = useMutation({
    mutationFn: () => api.call('setRetention', { params: { org: orgId }, body: { days } }),
    onSuccess: (retention) => {
      queryClient.setQueryData(retentionQuery(orgId).queryKey, retention);
      setChanges({});
      toast.success('Saved; it is done every night');
    },
  });

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Section
        title="How long things are kept"
        hint={
          saved.enforcedAt
            ? `What is older goes every night, for good. Done last ${relativeTime(saved.enforcedAt, now)}.`
            : 'What is older goes every night, for good.'
        }
      >
        <fieldset disabled={!mayEdit || save.isPending} className="space-y-4">
          {kinds.map((kind) => (
            <Field key={kind} label={titles[kind]} hint={retentionKinds[kind].effect}>
              <Select
                className="max-w-60"
                value={days[kind] ?? ''}
                onChange={({ target: { value } }) =>
                  setChanges({ ...changes, [kind]: value === '' ? null : Number(value) })
                }
              >
                <option value="">{limited.includes(kind) ? 'The server’s own limit' : 'For ever'}</option>
                {spansFor(retentionKinds[kind].leastDays, saved.days[kind]).map((span) => (
                  <option key={span} value={span}>
                    {daysText(span)}
                  </option>
                ))}
              </Select>
            </Field>
          ))}
        </fieldset>
        {shortened.length > 0 && (
          <p role="status" className="rounded-lg bg-warn-soft px-3 py-2 text-sm text-warn">
            Tonight this goes and can’t be brought back:{' '}
            {shortened
              .map((kind) => `${titles[kind].toLowerCase()} older than ${daysText(days[kind]!)}`)
              .join('; ')}
            .
          </p>
        )}
        {save.isError && <FormError message={errorText(save.error)} />}
        {mayEdit ? (
          <Button type="submit" variant="primary" isBusy={save.isPending} disabled={changed.length === 0}>
            Save
          </Button>
        ) : (
          <p className="text-sm text-muted">Only admins change these.</p>
        )}
      </Section>
    </form>
  );
}
