import type { ImportPreview } from '../../../../../core/api/imports.ts';
import { phoneText } from '../../../shared/lib/phone.ts';
import { Badge } from '../../../shared/ui/badge.tsx';
import { consentText } from '../../../shared/ui/consent-text.ts';
import { Skeleton } from '../../../shared/ui/states.tsx';

type SampleRow = ImportPreview['sample'][number];

/** The first rows, and the first ones that can't be imported, as the contacts they would be. */
export function SampleTable({
  preview,
  isPending,
}: {
  preview: ImportPreview | undefined;
  isPending: boolean;
}) {
  return (
    <section aria-label="First rows" className="rounded-xl border border-border bg-surface shadow-card">
      <header className="px-5 py-4">
        <h2 className="text-base font-semibold">The first rows</h2>
        <p className="text-sm text-muted">As the contacts that they become.</p>
      </header>
      {isPending && <Skeleton className="mx-5 mb-5 h-40" />}
      {preview && (
        <div
          className="scroll-thin overflow-x-auto"
          tabIndex={0}
          role="group"
          aria-label="Table of the first rows"
        >
          <table className="w-full min-w-160 text-left text-[13px]">
            <thead className="border-y border-border text-xs text-muted">
              <tr>
                {['Line', 'Phone', 'Name', 'Tags', 'Attributes', 'Marketing', 'Becomes'].map((heading) => (
                  <th key={heading} scope="col" className="px-3 py-2 font-medium first:pl-5 last:pr-5">
                    {heading}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {preview.sample.map((row) => (
                <Row key={row.line} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Row({ row: { line, cells, contact, problem, state } }: { row: SampleRow }) {
  const cell = 'px-3 py-2 align-top';
  return (
    <tr className="border-b border-border last:border-b-0">
      <td className={`${cell} pl-5 text-muted tabular-nums`}>{line}</td>
      {contact ? (
        <>
          <td className={`${cell} whitespace-nowrap tabular-nums`}>{phoneText(contact.phone)}</td>
          <td className={`${cell} max-w-48 truncate font-medium`}>{contact.name ?? '–'}</td>
          <td className={cell}>
            <span className="flex flex-wrap gap-1">
              {contact.tags.map((tag) => (
                <Badge key={tag} tone="primary">
                  {tag}
                </Badge>
              ))}
            </span>
          </td>
          <td className={`${cell} max-w-64`}>
            {Object.entries(contact.attributes).map(([name, value]) => (
              <span key={name} className="mr-3 inline-block max-w-full truncate">
                <span className="text-muted">{name}</span> {String(value)}
              </span>
            ))}
          </td>
          <td className={cell}>{contact.consent && consentText(contact.consent).label}</td>
        </>
      ) : (
        <td colSpan={5} className={`${cell} max-w-96 truncate text-muted`}>
          {cells.filter((text) => text !== '').join(' · ')}
        </td>
      )}
      <td className={`${cell} pr-5`}>
        {problem ? (
          <span className="block min-w-40 text-danger">{problem.message}</span>
        ) : (
          <Badge tone={state === 'new' ? 'primary' : 'info'}>
            {state === 'new' ? 'New' : 'Here already'}
          </Badge>
        )}
      </td>
    </tr>
  );
}
