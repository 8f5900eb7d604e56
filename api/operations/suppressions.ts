import { isBsuid } from '../../core/messaging/identity.ts';
import { readPhone } from '../contact-input.ts';
import { decodeCursor, timeCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { suppressionColumns, toSuppression, type SuppressionRow } from '../rows/consent.ts';

export const listSuppressions = operation('listSuppressions', {
  async handle({ tx, params: { org }, query: { cursor, limit } }) {
    const after = decodeCursor(timeCursor, cursor);
    const rows = await tx<SuppressionRow[]>`
      select ${suppressionColumns(tx)} from public.suppressions s
      where s.org_id = ${org} ${after ? tx`and (s.created_at, s.id) < (${after[0]}::text::timestamptz, ${after[1]}::uuid)` : tx``}
      order by s.created_at desc, s.id desc limit ${limit + 1}`;
    return toPage(rows, limit, toSuppression, (row) => [row.created_key, row.id]);
  },
});

export const addSuppressions = operation('addSuppressions', {
  async handle({ tx, params: { org }, body, fingerprints }) {
    const identities = body.numbers.map(identityOf);
    const valid = identities.filter((identity) => identity !== null);
    const hashes = await fingerprints(valid);
    const hints = valid.map(hintOf);
    // Sorted, so that two lists at once wait for each other instead of both.
    const added = await tx`
      insert into public.suppressions (org_id, hash, hint, reason)
      select distinct on (hash) ${org}, decode(hash, 'hex'), hint, ${body.reason ?? null}
      from unnest(${hashes}::text[], ${hints}::text[]) as s (hash, hint) order by hash
      on conflict do nothing`;
    return {
      added: added.count,
      known: new Set(hashes).size - added.count,
      invalid: identities.flatMap((identity, place) => (identity === null ? place : [])),
    };
  },
});

export const checkSuppression = operation('checkSuppression', {
  async handle({ tx, params: { org }, body, fingerprints }) {
    const [hash] = await fingerprints([readPhone(body.phone).phone]);
    const [row] = await tx<SuppressionRow[]>`
      select ${suppressionColumns(tx)} from public.suppressions s
      where s.org_id = ${org} and s.hash = decode(${hash!}, 'hex')`;
    return { suppression: row ? toSuppression(row) : null };
  },
});

export const removeSuppression = operation('removeSuppression', {
  async handle({ tx, params: { org, suppression } }) {
    const [row] = await tx<SuppressionRow[]>`
      delete from public.suppressions s where s.org_id = ${org} and s.id = ${suppression}
      returning ${suppressionColumns(tx)}`;
    if (!row) throw new ApiError('not_found');
    return toSuppression(row);
  },
});

function identityOf(typed: string): string | null {
  if (isBsuid(typed)) return typed;
  try {
    return readPhone(typed).phone;
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
}

/** Enough for somebody who knows the number to recognise it, too little to call it. */
function hintOf(identity: string): string {
  return `${identity.slice(0, 3)}…${identity.slice(-2)}`;
}
