import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AuditEntry } from '../../../../../core/api/audit.ts';
import { fullTime } from '../../../shared/lib/time.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog } from '../../../shared/ui/dialog.tsx';
import type { Only } from './audit-filters.tsx';
import { fieldTitle, valueText } from './fields.ts';
import { actorName, nounOf, plainText, sentenceOf } from './sentence.ts';
import { placeOf } from './subject-place.ts';

export interface AuditEntryDialogProps {
  entry: AuditEntry;
  onClose: () => void;
  onNarrow: (only: Only) => void;
}

/** Before and after, and everything that is known of the request. */
export function AuditEntryDialog({ entry, onClose, onNarrow }: AuditEntryDialogProps) {
  const place = placeOf(entry);
  const { actor, subjectId, subjectName, contactId } = entry;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={plainText(sentenceOf(entry))}
      description={fullTime(entry.at)}
      className="max-w-2xl"
      footer={
        <>
          {actor.id !== null && (
            <Button
              onClick={() =>
                onNarrow({ filter: { actorId: actor.id! }, label: `Only what ${actorName(entry)} did` })
              }
            >
              All by {actorName(entry)}
            </Button>
          )}
          <Button
            onClick={() =>
              onNarrow(
                contactId === null
                  ? { filter: { subjectId }, label: `Only ${subjectName ?? nounOf(entry.subject)}` }
                  : { filter: { contactId }, label: 'Only this contact' },
              )
            }
          >
            All about {contactId === null ? 'this' : 'this contact'}
          </Button>
          {place && (
            <Button asChild variant="primary">
              <Link {...place.link}>{place.label}</Link>
            </Button>
          )}
        </>
      }
    >
      <div className="space-y-5">
        <Values entry={entry} />
        <dl className="grid gap-x-4 gap-y-1.5 text-[13px] sm:grid-cols-[7rem_minmax(0,1fr)]">
          <Fact label="From address" value={entry.address} />
          <Fact label="Request" value={entry.requestId} />
          <Fact label="Workflow" value={actor.workflowId} />
          <Fact label="Contact" value={contactId} />
          <Fact label="Id" value={subjectId} />
        </dl>
      </div>
    </Dialog>
  );
}

function Values({ entry: { changed, before, after, erasedAt } }: { entry: AuditEntry }) {
  if (changed.length === 0) return null;
  return (
    <div className="overflow-x-auto rounded-lg border border-border">
      <table className="w-full table-fixed text-[13px]">
        <thead>
          <tr className="border-b border-border text-left text-muted">
            <th scope="col" className="w-1/4 px-3 py-2 font-medium">
              What
            </th>
            <th scope="col" className="px-3 py-2 font-medium">
              Before
            </th>
            <th scope="col" className="px-3 py-2 font-medium">
              After
            </th>
          </tr>
        </thead>
        <tbody>
          {changed.map((field) => (
            <tr key={field} className="border-b border-border align-top last:border-b-0">
              <th scope="row" className="px-3 py-2 text-left font-medium first-letter:uppercase">
                {fieldTitle(field)}
              </th>
              {erasedAt !== null && !(field in before) && !(field in after) ? (
                <td colSpan={2} className="px-3 py-2 text-muted">
                  Erased with the person, {fullTime(erasedAt)}
                </td>
              ) : (
                <>
                  <Value value={before[field]} />
                  <Value value={after[field]} />
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Value({ value }: { value: unknown }) {
  const text = valueText(value);
  return (
    <td className="px-3 py-2">
      {text === null ? (
        <span className="text-muted" aria-label="nothing">
          –
        </span>
      ) : text.includes('\n') ? (
        <pre className="max-h-48 overflow-auto font-mono text-xs whitespace-pre-wrap">{text}</pre>
      ) : (
        <span className="break-words">{text}</span>
      )}
    </td>
  );
}

function Fact({ label, value }: { label: string; value: string | null }): ReactNode {
  if (value === null) return null;
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="truncate font-mono text-xs leading-5 select-all" title={value}>
        {value}
      </dd>
    </>
  );
}
