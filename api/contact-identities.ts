/** Numbers and ids of contacts. */
import type { Identity } from '../core/api/people.ts';
import type { Tx } from '../platform/db/pool.ts';
import type { PhoneInput } from './contact-input.ts';
import type { Call } from './operation.ts';
import { ApiError } from './problems.ts';
import { toTime } from './rows/time.ts';

/**
 * Gives a contact a number. The primary key decides, so that two requests at once can't give one number to two contacts.
 * @throws ApiError contact_exists when somebody else has it
 */
export async function claimPhone(
  { tx, fingerprints }: Pick<Call<'createContact'>, 'tx' | 'fingerprints'>,
  org: string,
  contactId: string,
  { waId, phone }: PhoneInput,
): Promise<void> {
  const [hash] = await fingerprints([phone]);
  const taken = await tx`
    insert into public.contact_identities (org_id, kind, value, contact_id, hash)
    values (${org}, 'wa_id', ${waId}, ${contactId}, decode(${hash!}, 'hex')),
      (${org}, 'phone', ${phone}, ${contactId}, decode(${hash!}, 'hex'))
    on conflict do nothing returning kind`;
  if (taken.length === 2) return;
  const [owner] = await tx<{ contact_id: string }[]>`
    select i.contact_id from public.contact_identities i
    where i.org_id = ${org} and (i.kind, i.value) in (('wa_id', ${waId}), ('phone', ${phone}))
      and i.contact_id <> ${contactId}
    limit 1`;
  if (owner) throw new ApiError('contact_exists', { contactId: owner.contact_id });
}

export async function identitiesOf(tx: Tx, org: string, contactIds: readonly string[]): Promise<Identity[]> {
  const rows = await tx<{ kind: Identity['kind']; value: string; created_at: Date; seen_at: Date }[]>`
    select i.kind, i.value, i.created_at, i.seen_at from public.contact_identities i
    where i.org_id = ${org} and i.contact_id = any(${contactIds as string[]}::uuid[])
    order by i.seen_at desc, i.kind desc, i.value`;
  return rows.map(({ kind, value, created_at, seen_at }) => ({
    kind,
    value,
    addedAt: toTime(created_at),
    seenAt: toTime(seen_at),
  }));
}
