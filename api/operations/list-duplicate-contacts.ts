import { z } from 'zod';
import type { DuplicateGroup } from '../../core/api/people.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { decodeCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { contactColumns, toContact, type ContactRow } from '../rows/contacts.ts';
import { toTime } from '../rows/time.ts';

const groupCursor = z.tuple([z.enum(['email', 'nameAndPhone']), z.string().max(5_000)]);

type DuplicateRow = ContactRow & { phones: string[]; last_message_at: Date | null };

export const listDuplicateContacts = operation('listDuplicateContacts', {
  async handle({ tx, params: { org }, query: { limit, cursor } }) {
    const [reason, key] = decodeCursor(groupCursor, cursor) ?? [null, null];
    const groups = await tx<{ reason: DuplicateGroup['reason']; key: string; contact_ids: string[] }[]>`
      select reason, key, contact_ids from private.duplicate_contacts(${org}, ${reason}, ${key}, ${limit + 1})`;
    const rows = await readContacts(
      tx,
      org,
      groups.flatMap(({ contact_ids }) => contact_ids),
    );
    return toPage(
      groups,
      limit,
      (group) => ({
        reason: group.reason,
        // Name and end of the number are one key, and the end has no space.
        shared: group.reason === 'email' ? group.key : group.key.slice(group.key.lastIndexOf(' ') + 1),
        contacts: rows.filter(({ id }) => group.contact_ids.includes(id)).map(toDuplicate),
      }),
      (group) => [group.reason, group.key],
    );
  },
});

/** The oldest first. */
function readContacts(tx: Tx, org: string, ids: string[]): Promise<DuplicateRow[]> {
  return tx<DuplicateRow[]>`
    select ${contactColumns(tx)},
      array(select i.value from public.contact_identities i
        where i.org_id = c.org_id and i.contact_id = c.id and i.kind = 'phone' order by i.created_at, i.value) as phones,
      (select max(v.last_message_at) from public.conversations v
        where v.org_id = c.org_id and v.contact_id = c.id) as last_message_at
    from public.contacts c where c.org_id = ${org} and c.id = any(${ids}::uuid[])
    order by c.created_at, c.id`;
}

function toDuplicate(row: DuplicateRow): DuplicateGroup['contacts'][number] {
  const { phones, last_message_at } = row;
  return { ...toContact(row), phones, lastMessageAt: last_message_at && toTime(last_message_at) };
}
