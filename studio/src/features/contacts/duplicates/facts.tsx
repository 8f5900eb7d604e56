/** What is known of contacts, a row a fact, so that they can be compared. */
import type { ReactNode } from 'react';
import { phoneText } from '../../../shared/lib/phone.ts';
import { fullTime, relativeTime } from '../../../shared/lib/time.ts';
import { Badge } from '../../../shared/ui/badge.tsx';
import { consentText } from '../../../shared/ui/consent-text.ts';
import type { DuplicateContact } from './apart.ts';

interface Fact {
  title: string;
  show: (contact: DuplicateContact, now: Date) => ReactNode;
}

const none = <span className="text-muted">None</span>;

const facts: Fact[] = [
  {
    title: 'Numbers',
    show: ({ phones }) =>
      phones.length === 0 ? none : <Lines of={phones.map((phone) => phoneText(phone))} />,
  },
  { title: 'E-mail', show: ({ attributes: { email } }) => (typeof email === 'string' && email) || none },
  {
    title: 'Tags',
    show: ({ tags }) =>
      tags.length === 0 ? (
        none
      ) : (
        <span className="flex flex-wrap gap-1">
          {tags.map((tag) => (
            <Badge key={tag} className="max-w-full truncate">
              {tag}
            </Badge>
          ))}
        </span>
      ),
  },
  {
    title: 'Last message',
    show: ({ lastMessageAt }, now) => (lastMessageAt ? <Time at={lastMessageAt} now={now} /> : none),
  },
  {
    title: 'Marketing',
    show: ({ isSuppressed, marketingConsent }) => {
      if (isSuppressed) return <Badge tone="danger">Never written to</Badge>;
      const { label, tone } = consentText(marketingConsent);
      return <Badge tone={tone}>{label}</Badge>;
    },
  },
  { title: 'Added', show: ({ createdAt }, now) => <Time at={createdAt} now={now} /> },
];

/** Rows of a table that has a column for each contact. */
export function FactRows({ contacts, now }: { contacts: readonly DuplicateContact[]; now: Date }) {
  return facts.map(({ title, show }) => (
    <tr key={title} className="border-t border-border align-top">
      <th
        scope="row"
        className="sticky left-0 bg-surface py-2 pr-2 pl-4 text-left whitespace-nowrap font-normal text-muted"
      >
        {title}
      </th>
      {contacts.map((contact) => (
        <td key={contact.id} className="px-4 py-2 break-words">
          {show(contact, now)}
        </td>
      ))}
    </tr>
  ));
}

function Lines({ of }: { of: string[] }) {
  return of.map((line) => (
    <span key={line} className="block tabular-nums">
      {line}
    </span>
  ));
}

function Time({ at, now }: { at: string; now: Date }) {
  return (
    <time dateTime={at} title={fullTime(at)}>
      {relativeTime(at, now)}
    </time>
  );
}
