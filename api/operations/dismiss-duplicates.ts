import type { ContactPairs } from '../../core/api/people.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { operation } from '../operation.ts';
import { invalidField } from '../problems.ts';

export const dismissDuplicates = operation('dismissDuplicates', {
  async handle({ tx, params: { org }, body: { pairs } }) {
    try {
      // In one order, so that two who dismiss the same contacts wait for each other and don't lock each other out.
      const { count } = await tx`
        insert into public.dismissed_duplicates (org_id, contact_id, other_id)
        select ${org}::uuid, p.contact_id, p.other_id from ${lesserFirst(tx, pairs)} p order by p.contact_id, p.other_id
        on conflict do nothing`;
      return { changed: count };
    } catch (error) {
      throw (error instanceof Error && 'code' in error && refusal(error.code)) || error;
    }
  },
});

export const restoreDuplicates = operation('restoreDuplicates', {
  async handle({ tx, params: { org }, body: { pairs } }) {
    const { count } = await tx`
      delete from public.dismissed_duplicates d using ${lesserFirst(tx, pairs)} p
      where d.org_id = ${org} and d.contact_id = p.contact_id and d.other_id = p.other_id`;
    return { changed: count };
  },
});

/** Pairs as the table has them, each once. */
function lesserFirst(tx: Tx, pairs: ContactPairs['pairs']) {
  const [ids, others] = [pairs.map(({ contactId }) => contactId), pairs.map(({ otherId }) => otherId)];
  return tx`(
    select distinct least(a, b) as contact_id, greatest(a, b) as other_id
    from unnest(${ids}::uuid[], ${others}::uuid[]) as given (a, b))`;
}

/** What the table's own rules say about the pairs; a contact may be merged or erased while somebody decides. */
function refusal(code: unknown): Error | null {
  if (code === '23503') return invalidField('pairs', 'name a contact that this organisation doesn’t have');
  if (code === '23514') return invalidField('pairs', 'name a contact together with itself');
  return null;
}
