import { useInfiniteQuery } from '@tanstack/react-query';
import { Ban, Pencil } from 'lucide-react';
import { useState } from 'react';
import type { ConsentEntry } from '../../../../../core/api/consent.ts';
import type { Contact } from '../../../../../core/api/schemas.ts';
import { errorText } from '../../../shared/api/errors.ts';
import { fullTime, relativeTime } from '../../../shared/lib/time.ts';
import { useNow } from '../../../shared/lib/use-now.ts';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { Badge } from '../../../shared/ui/badge.tsx';
import { Button } from '../../../shared/ui/button.tsx';
import { consentText } from '../../../shared/ui/consent-text.ts';
import { Skeleton } from '../../../shared/ui/states.tsx';
import { Card } from './card.tsx';
import { ConsentDialog } from './consent-dialog.tsx';
import { consentOrigin, consentSentence } from './consent-words.ts';
import { ledgerQuery } from './queries.ts';

export function ConsentCard({ contact }: { contact: Contact }) {
  const mayEdit = useMay('contacts:write');
  const [isOpen, setOpen] = useState(false);
  return (
    <Card
      title="Consent"
      aside={
        mayEdit && (
          <Button size="sm" onClick={() => setOpen(true)}>
            <Pencil aria-hidden /> Note consent
          </Button>
        )
      }
    >
      {contact.isSuppressed && (
        <p className="mb-3 flex items-center gap-2 rounded-lg bg-danger-soft px-3 py-2 text-[13px] text-danger">
          <Ban aria-hidden className="size-4 shrink-0" /> On the list of numbers that are never written to.
        </p>
      )}
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2 text-[13px]">
        <State title="Marketing" state={contact.marketingConsent} />
        <State title="Utility" state={contact.utilityConsent} />
      </dl>
      <Ledger contactId={contact.id} />
      {isOpen && <ConsentDialog contact={contact} onClose={() => setOpen(false)} />}
    </Card>
  );
}

function State({ title, state }: { title: string; state: Contact['marketingConsent'] }) {
  const { label, tone } = consentText(state);
  return (
    <>
      <dt className="text-muted">{title}</dt>
      <dd>
        <Badge tone={tone}>{label}</Badge>
      </dd>
    </>
  );
}

function Ledger({ contactId }: { contactId: string }) {
  const { orgId } = useWorkspace();
  const ledger = useInfiniteQuery(ledgerQuery(orgId, contactId));
  const entries = ledger.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="mt-4 border-t border-border pt-3">
      <h3 className="mb-2 text-xs font-semibold tracking-wide text-muted uppercase">History</h3>
      {ledger.isPending && <Skeleton className="h-10" />}
      {ledger.isError && <p className="text-[13px] text-danger">{errorText(ledger.error)}</p>}
      {ledger.data && entries.length === 0 && <p className="text-[13px] text-muted">Nothing was said yet.</p>}
      <ol className="space-y-3">
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ol>
      {ledger.hasNextPage && (
        <Button
          variant="link"
          size="sm"
          className="mt-2 px-0"
          isBusy={ledger.isFetchingNextPage}
          onClick={() => void ledger.fetchNextPage()}
        >
          Show older
        </Button>
      )}
    </div>
  );
}

function Entry({ entry }: { entry: ConsentEntry }) {
  const now = useNow('halfMinute');
  const { text, url, ip } = entry.evidence as { text?: unknown; url?: unknown; ip?: unknown };
  const proof = [text, url, ip].filter((part): part is string => typeof part === 'string');
  return (
    <li className="text-[13px]">
      <div className="flex items-baseline justify-between gap-3">
        <span className="font-medium">{consentSentence(entry)}</span>
        <time dateTime={entry.at} title={fullTime(entry.at)} className="shrink-0 text-xs text-muted">
          {relativeTime(entry.at, now)}
        </time>
      </div>
      <p className="text-xs text-muted">{consentOrigin(entry)}</p>
      {proof.map((line) => (
        <p key={line} className="mt-0.5 text-xs break-words">
          {line === text ? `“${line}”` : line}
        </p>
      ))}
    </li>
  );
}
