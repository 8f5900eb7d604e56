import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import type { MergePreview } from '../../../../../core/api/people.ts';
import type { Contact } from '../../../../../core/api/schemas.ts';
import { api } from '../../../shared/api/api.ts';
import { contactsQuery, keys } from '../../../shared/api/queries.ts';
import { personName, phoneText } from '../../../shared/lib/phone.ts';
import { useDebounced } from '../../../shared/lib/use-debounced.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Avatar } from '../../../shared/ui/avatar.tsx';
import { Button } from '../../../shared/ui/button.tsx';
import { consentText } from '../../../shared/ui/consent-text.ts';
import { Dialog } from '../../../shared/ui/dialog.tsx';
import { RequestError } from '../../../shared/ui/request-error.tsx';
import { SearchField } from '../../../shared/ui/search-field.tsx';
import { Skeleton } from '../../../shared/ui/states.tsx';
import { mergePreviewQuery } from './queries.ts';

export interface MergeDialogProps {
  /** The one that stays. */
  contact: Contact;
  /** The one that goes into it, where that is known already. */
  other?: Contact;
  onClose: () => void;
  onMerged?: () => void;
}

/** Two steps: who is the same person, then what would become of both. */
export function MergeDialog({ contact, other: given, onClose, onMerged }: MergeDialogProps) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const [other, setOther] = useState<Contact | null>(given ?? null);
  const name = personName(contact.name, contact.phone);
  const merge = useMutation({
    mutationFn: (from: Contact) =>
      api.call('mergeContact', {
        params: { org: orgId, contact: contact.id },
        body: { contactId: from.id },
      }),
    onSuccess: async () => {
      toast.success(`They are one contact now: ${name}`);
      onClose();
      onMerged?.();
      await Promise.all(
        [
          keys.contact(orgId, contact.id),
          keys.contacts(orgId),
          keys.duplicates(orgId),
          keys.conversations(orgId),
          keys.runs(orgId),
        ].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      );
    },
  });
  const preview = useQuery({
    ...mergePreviewQuery(orgId, contact.id, other?.id ?? ''),
    // Once they are being merged, a live update would ask about a contact that is gone.
    enabled: other !== null && !merge.isPending && !merge.isSuccess,
    staleTime: 0,
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Merge into ${name}`}
      description={
        other
          ? 'This can’t be undone.'
          : 'Find the contact that is the same person. It goes into this one, with everything it has.'
      }
      footer={
        other && (
          <>
            {given ? (
              <Button onClick={onClose}>Cancel</Button>
            ) : (
              <Button onClick={() => setOther(null)}>Back</Button>
            )}
            <Button
              variant="primary"
              isBusy={merge.isPending}
              disabled={!preview.data}
              onClick={() => merge.mutate(other)}
            >
              Merge contacts
            </Button>
          </>
        )
      }
    >
      {other === null && <Search self={contact.id} onChoose={setOther} />}
      {other && preview.isPending && <Skeleton className="h-40" />}
      {other && preview.data && <Preview other={other} preview={preview.data} />}
      <RequestError error={preview.error ?? merge.error} className="mt-3" />
    </Dialog>
  );
}

function Search({ self, onChoose }: { self: string; onChoose: (contact: Contact) => void }) {
  const { orgId } = useWorkspace();
  const [search, setSearch] = useState('');
  const words = useDebounced(search, 250).trim();
  const found = useInfiniteQuery({ ...contactsQuery(orgId, { search: words }), enabled: words !== '' });
  const people = found.data?.pages[0]?.items.filter(({ id }) => id !== self).slice(0, 8) ?? [];
  return (
    <div className="min-h-48 space-y-3">
      <SearchField
        label="Search the other contact"
        placeholder="Search name or number"
        value={search}
        onChange={setSearch}
      />
      {words !== '' && found.data && people.length === 0 && (
        <p className="text-sm text-muted">Nobody else matches “{words}”.</p>
      )}
      <ul aria-label="Contacts found" className="space-y-1">
        {people.map((person) => {
          const name = personName(person.name, person.phone);
          return (
            <li key={person.id}>
              <button
                type="button"
                onClick={() => onChoose(person)}
                className="flex w-full items-center gap-3 rounded-lg px-2 py-2 text-left hover:bg-surface-2"
              >
                <Avatar name={name} className="size-8" />
                <span className="min-w-0">
                  <span className="block truncate text-sm font-medium">{name}</span>
                  <span className="block text-xs text-muted tabular-nums">{phoneText(person.phone)}</span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

const fieldTitles: Record<string, string> = {
  name: 'Name',
  locale: 'Language',
  country: 'Country',
  timeZone: 'Time zone',
};

function Preview({ other, preview }: { other: Contact; preview: MergePreview }) {
  const { contact, dropped, identities, consent, conversations, activeRuns } = preview;
  const phones = identities.filter(({ kind }) => kind === 'phone').map(({ value }) => phoneText(value));
  const threads = conversations.moved + conversations.joined;
  const consents = [
    { title: 'Marketing', ...consent.marketing },
    { title: 'Utility', ...consent.utility },
  ].filter(({ before, after }) => before !== after);
  return (
    <div className="space-y-4 text-[13px]">
      <p>
        <strong>{personName(other.name, other.phone)}</strong> goes into{' '}
        <strong>{personName(contact.name, contact.phone)}</strong>.
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
        <Line title="Numbers">{phones.join(', ') || 'none'}</Line>
        <Line title="Tags">{contact.tags.join(', ') || 'none'}</Line>
        <Line title="Conversations">
          {threads === 0
            ? 'nothing to move'
            : [
                conversations.joined > 0 && `${conversations.joined} joined with the one here`,
                conversations.moved > 0 && `${conversations.moved} taken over`,
              ]
                .filter(Boolean)
                .join(', ')}
        </Line>
        {activeRuns > 0 && (
          <Line title="Flows">{activeRuns === 1 ? 'one goes on here' : `${activeRuns} go on here`}</Line>
        )}
        {consents.map(({ title, before, after }) => (
          <Line key={title} title={title}>
            {consentText(before as Contact['marketingConsent']).label} becomes{' '}
            {consentText(after as Contact['marketingConsent']).label.toLowerCase()}
          </Line>
        ))}
      </dl>
      {dropped.length > 0 && (
        <div className="rounded-lg bg-warn-soft px-3 py-2 text-warn">
          <p className="font-medium">Both have a value; the first one stays:</p>
          <ul className="mt-1 space-y-0.5">
            {dropped.map(({ field, kept, dropped: lost }) => (
              <li key={field} className="break-words">
                {fieldTitles[field] ?? field.replace(/^attributes\./, '')}: {String(kept)},{' '}
                <s>{String(lost)}</s>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function Line({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-muted">{title}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
