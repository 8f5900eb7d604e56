/**
 * Conversations for runs that no message starts, many at once. A flow with a number of its own runs on that; else on the number the
 * person wrote to last, else on the organisation's oldest.
 */
import { json, type Tx } from '../../platform/db/pool.ts';

export interface Seat {
  orgId: string;
  flowId: string;
  contactId: string;
}

/** The conversation of each seat, in order; null when the organisation has no number or the contact is not (or no longer) its own. */
export async function openConversations(tx: Tx, seats: readonly Seat[]): Promise<(string | null)[]> {
  if (seats.length === 0) return [];
  const places = await tx<{ n: number; contactId: string; phoneNumberId: string | null }[]>`
    with seats as (
      select * from jsonb_to_recordset(${json(
        tx,
        seats.map((seat, n) => ({ n, ...seat })),
      )}) as s (n int, "orgId" uuid, "flowId" uuid, "contactId" uuid)
    ), placed as materialized (
      select s.n, s."orgId", s."contactId", coalesce(
        f.phone_number_id,
        (select v.phone_number_id from conversations v where v.org_id = s."orgId" and v.contact_id = s."contactId"
          order by v.last_inbound_at desc nulls last, v.id limit 1),
        (select p.id from phone_numbers p where p.org_id = s."orgId" order by p.created_at, p.id limit 1)) as "phoneNumberId"
      from seats s
      join flows f on f.org_id = s."orgId" and f.id = s."flowId"
      join contacts c on c.org_id = s."orgId" and c.id = s."contactId"
    ), opened as (
      insert into conversations (org_id, contact_id, phone_number_id)
      select distinct p."orgId", p."contactId", p."phoneNumberId" from placed p
      where p."phoneNumberId" is not null and not exists (
        select from conversations v where v.phone_number_id = p."phoneNumberId" and v.contact_id = p."contactId")
      order by p."contactId"
      on conflict (phone_number_id, contact_id) do nothing
    )
    select n, "contactId", "phoneNumberId" from placed`;
  const found = await tx<{ n: number; id: string }[]>`
    select p.n, v.id from jsonb_to_recordset(${json(tx, places)}) as p (n int, "contactId" uuid, "phoneNumberId" uuid)
    join conversations v on v.phone_number_id = p."phoneNumberId" and v.contact_id = p."contactId"`;
  const ids = new Map(found.map(({ n, id }) => [n, id]));
  return seats.map((_, n) => ids.get(n) ?? null);
}

/**
 * Locks those of these conversations that nobody else has locked just now, and says which. It never waits, so that who holds many
 * conversations can't be part of a deadlock with the relay.
 */
export async function lockFreeConversations(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const locked = await tx<{ id: string }[]>`
    select id from conversations where id = any(${[...new Set(ids)]}::uuid[]) order by id for update skip locked`;
  return new Set(locked.map(({ id }) => id));
}

/** Waits for these conversations' locks, one order for everybody who takes many. */
export async function lockConversations(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx`select from conversations where id = any(${[...new Set(ids)]}::uuid[]) order by id for update`;
}
