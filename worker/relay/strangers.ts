/**
 * Numbers change hands: WhatsApp gives a number that was given up to somebody new. Whoever comes with another user id than the contact
 * that has the number is somebody else, and the number goes to them: what is still sent to the former contact must not reach the new owner.
 */
import type { Tx } from '../../platform/db/pool.ts';
import { suppressionHash } from '../../platform/secrets/suppression.ts';
import { isNumber, isUserId, type Identity, type Known } from './identities.ts';
import type { ConnectedNumber } from './numbers.ts';

type Scope = Pick<ConnectedNumber, 'orgId' | 'wabaAccountId' | 'suppressionKey'>;

/** Who is named: their user ids, and contacts that are known to be this person. */
export interface Person {
  userIds: readonly (string | undefined)[];
  contactIds: readonly string[];
}

/**
 * Of the contacts that were found by their number alone, those that are somebody else. A user id belongs to one business portfolio, so
 * this says nothing about a contact whose user ids are all of other portfolios, or who has none: they learn the one that is given.
 */
export async function strangersAmong(
  tx: Tx,
  scope: Scope,
  { userIds, contactIds }: Person,
  known: Known[],
): Promise<string[]> {
  const themselves = new Set([...contactIds, ...known.filter(isUserId).map(({ contactId }) => contactId)]);
  const others = [...new Set(known.map(({ contactId }) => contactId))].filter((id) => !themselves.has(id));
  const isNamed = userIds.some((userId) => userId !== undefined);
  if (others.length === 0 || (!isNamed && themselves.size === 0)) return [];
  const strangers = await tx<{ contactId: string }[]>`
    with comparable as (
      select w.portfolio from waba_accounts w where w.id = ${scope.wabaAccountId} and ${isNamed}
      union
      select w.portfolio from contact_identities i join waba_accounts w on w.id = i.waba_account_id
      where i.org_id = ${scope.orgId} and i.contact_id = any(${[...themselves]}::uuid[]) and i.kind = 'bsuid'
    )
    select distinct i.contact_id as "contactId" from contact_identities i
    join waba_accounts w on w.id = i.waba_account_id join comparable using (portfolio)
    where i.org_id = ${scope.orgId} and i.contact_id = any(${others}::uuid[]) and i.kind = 'bsuid'`;
  return strangers.map(({ contactId }) => contactId);
}

/**
 * Takes these numbers, however they are written, from the contacts that had them: they go to whoever was named by them at `at`. A contact
 * that wrote later, or got the number later, keeps it: a delivery of the past says nothing about today.
 *
 * @returns the ids of contacts that lost theirs
 */
export async function takeNumbers(
  tx: Tx,
  { orgId, suppressionKey }: Scope,
  { from, numbers, at }: { from: string[]; numbers: readonly Identity[]; at: Date },
): Promise<string[]> {
  const hashes = numbers.filter(isNumber).map(({ value }) => suppressionHash(suppressionKey, value));
  if (from.length === 0 || hashes.length === 0) return [];
  const values = numbers.filter(isNumber).map(({ value }) => value);
  const taken = await tx<{ contactId: string }[]>`
    delete from contact_identities i
    where i.org_id = ${orgId} and i.contact_id = any(${from}::uuid[]) and i.kind in ('wa_id', 'phone')
      and (i.value = any(${values}) or i.hash in (select decode(h, 'hex') from unnest(${hashes}::text[]) h))
      and coalesce(i.held_since, '-infinity') <= ${at}
      and not exists (select from conversations v where v.org_id = ${orgId} and v.contact_id = i.contact_id and v.last_inbound_at > ${at})
    returning i.contact_id as "contactId"`;
  return [...new Set(taken.map(({ contactId }) => contactId))];
}

/** A user id that comes on another account than before says that both are of one portfolio. */
export async function noteAccount(tx: Tx, { orgId, wabaAccountId }: Scope, known: Known[]): Promise<void> {
  const elsewhere = known.find(({ kind, isOfPortfolio }) => kind === 'bsuid' && !isOfPortfolio);
  if (elsewhere === undefined) return;
  await tx`
    update waba_accounts w set portfolio = mine.portfolio
    from contact_identities i join waba_accounts theirs on theirs.id = i.waba_account_id, waba_accounts mine
    where i.org_id = ${orgId} and i.kind = 'bsuid' and i.value = ${elsewhere.value} and mine.id = ${wabaAccountId}
      and w.org_id = ${orgId} and w.portfolio = theirs.portfolio`;
  await tx`
    update contact_identities set waba_account_id = ${wabaAccountId}
    where org_id = ${orgId} and kind = 'bsuid' and value = ${elsewhere.value}`;
}
