import { Link } from '@tanstack/react-router';
import { GitMerge, Mail, Phone } from 'lucide-react';
import { useId, useState } from 'react';
import type { DuplicateGroup } from '../../../../../core/api/people.ts';
import { personName } from '../../../shared/lib/phone.ts';
import { useNow } from '../../../shared/lib/use-now.ts';
import { useMay } from '../../../shared/session/workspace.ts';
import { SampleBadge } from '../../../shared/ui/badge.tsx';
import { Button } from '../../../shared/ui/button.tsx';
import { MergeDialog } from '../page/merge-dialog.tsx';
import { allApart, oneApart, type DuplicateContact, type Pairs } from './apart.ts';
import { FactRows } from './facts.tsx';

export interface GroupCardProps {
  group: DuplicateGroup;
  onDismiss: (pairs: Pairs) => void;
  onMerged: () => void;
}

/** Contacts side by side: which of them stays, and what becomes of each of the others. */
export function GroupCard({ group, onDismiss, onMerged }: GroupCardProps) {
  const mayEdit = useMay('contacts:write');
  const now = useNow('halfMinute');
  const titleId = useId();
  const { contacts } = group;
  const [chosen, setChosen] = useState(contacts[0]!.id);
  const kept = contacts.find(({ id }) => id === chosen) ?? contacts[0]!;
  const [merging, setMerging] = useState<DuplicateContact | null>(null);
  const hasMany = contacts.length > 2;
  return (
    <section
      aria-labelledby={titleId}
      tabIndex={-1}
      data-group
      className="rounded-xl border border-border bg-surface shadow-card"
    >
      <header className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
        <h2 id={titleId} className="flex min-w-56 flex-1 items-center gap-2 text-sm font-semibold">
          <Reason group={group} />
        </h2>
        {mayEdit && hasMany && (
          <Button size="sm" variant="ghost" onClick={() => onDismiss(allApart(group))}>
            All different people
          </Button>
        )}
      </header>
      <div className="scroll-thin overflow-x-auto rounded-b-xl border-t border-border">
        <table aria-labelledby={titleId} className="w-full table-fixed text-[13px]">
          <colgroup>
            <col className="w-26 sm:w-32" />
            {contacts.map(({ id }) => (
              <col key={id} className="w-44 sm:w-64" />
            ))}
          </colgroup>
          <thead>
            <tr className="align-top">
              <td className="sticky left-0 bg-surface" />
              {contacts.map((contact) => (
                <th key={contact.id} scope="col" className="px-4 pt-3 pb-2 text-left font-normal">
                  <Person contact={contact} />
                  {mayEdit && (
                    <label className="mt-1.5 flex w-fit cursor-pointer items-center gap-2 text-[13px]">
                      <input
                        type="radio"
                        name={titleId}
                        checked={contact.id === kept.id}
                        onChange={() => setChosen(contact.id)}
                        className="size-4 accent-primary"
                      />
                      Keep this one
                      <span className="sr-only">: {nameOf(contact)}</span>
                    </label>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <FactRows contacts={contacts} now={now} />
            {mayEdit && (
              <tr className="border-t border-border align-top">
                <td className="sticky left-0 bg-surface" />
                {contacts.map((contact) => (
                  <td key={contact.id} className="px-4 py-3">
                    {contact.id === kept.id ? (
                      <p className="flex min-h-8 items-center text-muted">Stays</p>
                    ) : (
                      <div className="flex flex-wrap gap-2">
                        <Button size="sm" variant="primary" onClick={() => setMerging(contact)}>
                          <GitMerge aria-hidden /> Merge<span className="sr-only"> {nameOf(contact)}</span>
                        </Button>
                        <Button size="sm" onClick={() => onDismiss(oneApart(group, contact.id))}>
                          Not the same person<span className="sr-only">: {nameOf(contact)}</span>
                        </Button>
                      </div>
                    )}
                  </td>
                ))}
              </tr>
            )}
          </tbody>
        </table>
      </div>
      {merging && (
        <MergeDialog contact={kept} other={merging} onClose={() => setMerging(null)} onMerged={onMerged} />
      )}
    </section>
  );
}

function Reason({ group: { reason, shared } }: { group: DuplicateGroup }) {
  const Icon = reason === 'email' ? Mail : Phone;
  return (
    <>
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 break-words">
        {reason === 'email' ? 'Same e-mail address: ' : 'Same name, and numbers that end in '}
        <span className={reason === 'email' ? '' : 'tabular-nums'}>{shared}</span>
      </span>
    </>
  );
}

function Person({ contact }: { contact: DuplicateContact }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Link
        to="/contacts/$contactId"
        params={{ contactId: contact.id }}
        className="truncate text-sm font-medium hover:underline"
      >
        {nameOf(contact)}
      </Link>
      {contact.isSample && <SampleBadge />}
    </span>
  );
}

function nameOf({ name, phone }: DuplicateContact): string {
  return personName(name, phone);
}
