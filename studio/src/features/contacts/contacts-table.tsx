import type { Contact } from '../../../../core/api/schemas.ts';
import { ContactRow } from './contact-row.tsx';

export function ContactsTable({ contacts }: { contacts: readonly Contact[] }) {
  return (
    <div className="overflow-hidden rounded-xl border border-border bg-surface shadow-card">
      <table aria-label="Contacts" className="w-full table-fixed max-md:block">
        <thead className="border-b border-border text-left text-xs text-muted max-md:sr-only">
          <tr>
            <th scope="col" className="w-[30%] px-4 py-2.5 font-medium">
              Person
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
            <ContactRow key={contact.id} contact={contact} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
