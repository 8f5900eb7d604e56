import type { Contact } from '../../../../core/api/schemas.ts';
import type { Selection } from './bulk/use-selection.ts';
import { ContactRow } from './contact-row.tsx';

export interface ContactsTableProps {
  contacts: readonly Contact[];
  /** Null: nobody can be selected. */
  selection: Selection | null;
}

export function ContactsTable({ contacts, selection }: ContactsTableProps) {
  return (
    <div className="overflow-hidden rounded-xl border border-border bg-surface shadow-card">
      <table aria-label="Contacts" className="w-full table-fixed max-md:block">
        <thead className="border-b border-border text-left text-xs text-muted max-md:sr-only">
          <tr>
            <th scope="col" className="w-[30%] px-4 py-2.5 font-medium">
              <span className="flex items-center gap-3">
                {selection && <SelectAll contacts={contacts} selection={selection} />} Person
              </span>
            </th>
            <th scope="col" className="px-4 py-2.5 font-medium">
              Tags
            </th>
            <th scope="col" className="w-36 px-4 py-2.5 font-medium">
              Marketing
            </th>
            <th scope="col" className="w-32 px-4 py-2.5 text-right font-medium max-lg:hidden">
              Added
            </th>
            <th scope="col" className="w-37 px-4 py-2.5">
              <span className="sr-only">Messages</span>
            </th>
          </tr>
        </thead>
        <tbody className="max-md:block">
          {contacts.map((contact) => (
            <ContactRow key={contact.id} contact={contact} selection={selection} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Ticks everybody who is listed; half ticked when some are. */
function SelectAll({ contacts, selection }: ContactsTableProps & { selection: Selection }) {
  const chosen = contacts.filter(({ id }) => selection.ids.has(id)).length;
  const isAll = chosen === contacts.length;
  return (
    <input
      type="checkbox"
      aria-label="Select everybody listed"
      className="size-4 accent-primary"
      checked={isAll}
      ref={(box) => {
        if (box) box.indeterminate = chosen > 0 && !isAll;
      }}
      onChange={() =>
        selection.set(
          contacts.map(({ id }) => id),
          !isAll,
        )
      }
    />
  );
}
