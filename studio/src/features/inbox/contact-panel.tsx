import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ExternalLink, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import type { Contact, Conversation, FlowRun } from '../../../../core/api/schemas.ts';
import { api } from '../../shared/api/api.ts';
import { errorText } from '../../shared/api/errors.ts';
import { contactQuery, keys, runsQuery } from '../../shared/api/queries.ts';
import { personName, phoneText } from '../../shared/lib/phone.ts';
import { runWaitText } from '../../shared/lib/run-wait.ts';
import { fullTime, relativeTime } from '../../shared/lib/time.ts';
import { useNow } from '../../shared/lib/use-now.ts';
import { useMay, useWorkspace } from '../../shared/session/workspace.ts';
import { Avatar } from '../../shared/ui/avatar.tsx';
import { Badge, SampleBadge } from '../../shared/ui/badge.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { consentText } from '../../shared/ui/consent-text.ts';
import { runStatusText } from '../../shared/ui/run-status.ts';
import { ErrorState, Skeleton } from '../../shared/ui/states.tsx';
import { TagEditor } from '../../shared/ui/tag-editor.tsx';

export function ContactPanel({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const { orgId } = useWorkspace();
  const contact = useQuery(contactQuery(orgId, conversation.contactId));
  const name = personName(conversation.contactName, conversation.contactPhone);
  const consent = consentText(contact.data?.marketingConsent ?? 'unknown');
  return (
    <aside
      aria-label={`About ${name}`}
      className="scroll-thin absolute inset-y-0 right-0 z-20 w-full overflow-y-auto border-l border-border bg-surface shadow-pop sm:w-80 xl:static xl:shrink-0 xl:shadow-none"
    >
      <Button
        variant="ghost"
        size="iconSm"
        aria-label="Close the details"
        onClick={onClose}
        className="absolute top-3 right-3 xl:hidden"
      >
        <X aria-hidden />
      </Button>
      <div className="flex flex-col items-center px-5 pt-6 pb-5 text-center">
        <Avatar name={name} className="size-16 text-xl" />
        <h3 className="mt-3 max-w-full text-base font-semibold wrap-break-word">
          <Link
            to="/contacts/$contactId"
            params={{ contactId: conversation.contactId }}
            title="Open the contact"
            className="hover:underline"
          >
            {name}
          </Link>
        </h3>
        <p className="text-[13px] text-muted tabular-nums select-all">
          {phoneText(conversation.contactPhone)}
        </p>
        {contact.data?.isSample && (
          <span className="mt-2">
            <SampleBadge />
          </span>
        )}
      </div>
      {contact.isPending && <PanelSkeleton />}
      {contact.isError && (
        <ErrorState className="h-auto" error={contact.error} onRetry={() => void contact.refetch()} />
      )}
      {contact.data && (
        <>
          <Section title="Tags">
            <Tags contact={contact.data} />
          </Section>
          <Runs contactId={conversation.contactId} />
          <Section title="Consent">
            <Badge tone={consent.tone}>Marketing: {consent.label}</Badge>
            {contact.data.utilityConsent === 'denied' && (
              <Badge tone="danger" className="mt-1.5">
                Utility: Refused
              </Badge>
            )}
            {contact.data.isSuppressed && (
              <Badge tone="danger" className="mt-1.5">
                Never written to
              </Badge>
            )}
          </Section>
          <Attributes contact={contact.data} />
        </>
      )}
    </aside>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-t border-border px-5 py-4">
      <h4 className="mb-2.5 text-xs font-semibold tracking-wide text-muted uppercase">{title}</h4>
      {children}
    </section>
  );
}

function Tags({ contact }: { contact: Contact }) {
  const { orgId } = useWorkspace();
  const mayEdit = useMay('contacts:write');
  const queryClient = useQueryClient();
  const key = keys.contact(orgId, contact.id);
  const change = useMutation({
    mutationFn: (tags: string[]) =>
      api.call('updateContact', { params: { org: orgId, contact: contact.id }, body: { tags } }),
    onMutate: async (tags) => {
      // An answer that was asked for before the change would show the old tags again.
      await queryClient.cancelQueries({ queryKey: key });
      const before = queryClient.getQueryData<Contact>(key);
      queryClient.setQueryData<Contact>(key, (old) => old && { ...old, tags });
      return { before };
    },
    onSuccess: (after) => {
      queryClient.setQueryData(key, after);
      void queryClient.invalidateQueries({ queryKey: keys.contacts(orgId) });
      // A tag can start a flow.
      void queryClient.invalidateQueries({ queryKey: keys.runs(orgId) });
    },
    onError: (error, _tags, context) => {
      queryClient.setQueryData(key, context?.before);
      toast.error('The tags were not changed', { description: errorText(error) });
    },
  });
  return (
    <TagEditor
      label="Tags"
      tags={contact.tags}
      disabled={!mayEdit}
      onChange={(tags) => change.mutate(tags)}
    />
  );
}

function Runs({ contactId }: { contactId: string }) {
  const { orgId } = useWorkspace();
  const runs = useQuery(runsQuery(orgId, { contactId }));
  const active = runs.data?.items.filter((run) => run.endedAt === null) ?? [];
  const last = runs.data?.items.find((run) => run.endedAt !== null);
  return (
    <Section title="Flows">
      {runs.isPending && <Skeleton className="h-12" />}
      {runs.isError && <p className="text-[13px] text-muted">{errorText(runs.error)}</p>}
      {runs.data && active.length === 0 && !last && <p className="text-[13px] text-muted">None so far.</p>}
      <ul className="space-y-2">
        {active.map((run) => (
          <RunCard key={run.id} run={run} />
        ))}
        {active.length === 0 && last && <RunCard run={last} />}
      </ul>
    </Section>
  );
}

function RunCard({ run }: { run: FlowRun }) {
  const now = useNow('halfMinute');
  const status = runStatusText(run.status);
  const waitText = run.endedAt === null ? runWaitText(run, now) : null;
  return (
    <li className="rounded-lg border border-border p-3">
      <div className="flex items-center gap-2">
        <Link
          to="/flows/$flowId"
          params={{ flowId: run.flowId }}
          search={{ run: run.id }}
          className="min-w-0 flex-1 truncate text-[13px] font-medium hover:underline"
        >
          {run.flowName} <ExternalLink aria-hidden className="inline size-3 text-muted" />
        </Link>
        <Badge tone={status.tone}>{status.label}</Badge>
      </div>
      {waitText && <p className="mt-1.5 text-[13px]">{waitText}</p>}
      <p className="mt-1 text-xs text-muted" title={fullTime(run.startedAt)}>
        v{run.flowVersion},{' '}
        {run.endedAt
          ? `ended ${relativeTime(run.endedAt, now)}`
          : `started ${relativeTime(run.startedAt, now)}`}
      </p>
    </li>
  );
}

function Attributes({ contact }: { contact: Contact }) {
  const rows: [string, string][] = [
    ...Object.entries(contact.attributes).map(([name, value]): [string, string] => [
      name,
      attributeText(value),
    ]),
    ...(contact.timeZone ? [['Time zone', contact.timeZone] as [string, string]] : []),
    ...(contact.locale ? [['Language', contact.locale] as [string, string]] : []),
    ...(contact.country ? [['Country', contact.country] as [string, string]] : []),
  ];
  return (
    <Section title="Attributes">
      {rows.length === 0 ? (
        <p className="text-[13px] text-muted">Nothing is known yet. Flows can save answers here.</p>
      ) : (
        <dl className="grid grid-cols-[minmax(0,auto)_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-[13px]">
          {rows.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="truncate text-muted">{name}</dt>
              <dd className="text-right font-medium break-words">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </Section>
  );
}

function attributeText(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'empty';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function PanelSkeleton() {
  return (
    <div className="space-y-3 px-5">
      <Skeleton className="h-6 w-2/3" />
      <Skeleton className="h-16" />
      <Skeleton className="h-24" />
    </div>
  );
}
