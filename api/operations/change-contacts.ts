import type { BulkChange, BulkResult } from '../../core/api/bulk.ts';
import { json, type Tx } from '../../platform/db/pool.ts';
import { readAttributes } from '../attribute-definitions.ts';
import { splitAttributes } from '../contact-input.ts';
import { operation } from '../operation.ts';

/** As many as one contact may be given at once (`updateContact`). */
const MOST_TAGS = 100;

// Contacts are locked in one order, so that two requests for the same people wait instead of failing.

export const changeContacts = operation('changeContacts', {
  async handle({ tx, params: { org }, body }) {
    const asked = eachOnce(body.contacts);
    const found = await tx<{ id: string }[]>`
      select id from public.contacts where org_id = ${org} and id = any (${asked}::uuid[]) order by id for no key update`;
    const changed = await change(
      tx,
      org,
      found.map(({ id }) => id),
      body,
    );
    // Also checks the role, when there was nothing to do.
    await tx`select private.note_contacts_changed(${org}, ${body.action}, ${changed}, ${json(tx, detailOf(body))})`;
    return { changed, unchanged: found.length - changed, notFound: asked.length - found.length };
  },
});

export const eraseContacts = operation('eraseContacts', {
  async handle({ tx, params: { org }, body: { contacts, reason } }) {
    const asked = eachOnce(contacts);
    const [row] = await tx<BulkResult[]>`
      select count(distinct e.id) filter (where e.created_at = now())::int as changed,
        count(*) filter (where e.created_at <> now())::int as unchanged, count(*) filter (where e.id is null)::int as "notFound"
      from unnest(${asked}::uuid[]) contact_id
      cross join lateral private.request_erasure(${org}, contact_id, ${reason}) e`;
    return row!;
  },
});

/** However their letters are written; in one order, for what takes them one by one. */
const eachOnce = (ids: readonly string[]) => [...new Set(ids.map((id) => id.toLowerCase()))].sort();

/** @returns how many were changed */
async function change(tx: Tx, org: string, ids: string[], body: BulkChange): Promise<number> {
  const theirs = tx`c.org_id = ${org} and c.id = any (${ids}::uuid[])`;
  switch (body.action) {
    case 'addTag': {
      const { count } = await tx`
        update public.contacts c set tags = c.tags || ${body.tag}::text
        where ${theirs} and not c.tags @> array[${body.tag}::text] and cardinality(c.tags) < ${MOST_TAGS}`;
      return count;
    }
    case 'removeTag': {
      const { count } = await tx`
        update public.contacts c set tags = array_remove(c.tags, ${body.tag}) where ${theirs} and c.tags @> array[${body.tag}::text]`;
      return count;
    }
    case 'setAttributes': {
      const { set, remove } = splitAttributes(await readAttributes(tx, org, body.attributes));
      const after = tx`(c.attributes || ${json(tx, set)}) - ${remove}::text[]`;
      const { count } = await tx`
        update public.contacts c set attributes = ${after} where ${theirs} and c.attributes is distinct from ${after}`;
      return count;
    }
    case 'recordConsent':
      return recordConsent(tx, org, ids, body);
  }
}

/** A list that somebody ticked is no answer of the people on it: it takes nobody's no back. */
async function recordConsent(
  tx: Tx,
  org: string,
  ids: string[],
  { purpose, state, source, proof = {} }: Extract<BulkChange, { action: 'recordConsent' }>,
): Promise<number> {
  const said = purpose === 'marketing' ? tx`c.marketing_consent` : tx`c.utility_consent`;
  const { count } = await tx`
    insert into public.consent_events (org_id, contact_id, purpose, state, source, evidence, at)
    select ${org}, c.id, ${purpose}, ${state}, ${source}, ${json(tx, proof)}, now()
    from public.contacts c
    where c.org_id = ${org} and c.id = any (${ids}::uuid[]) and ${said} <> all (${state === 'granted' ? ['granted', 'denied'] : ['denied']}::text[])`;
  return count;
}

/** For the audit log, beside who did it and with how many; a tag may be made of somebody's name. */
function detailOf(body: BulkChange): Record<string, unknown> {
  switch (body.action) {
    case 'addTag':
    case 'removeTag':
      return { tag: body.tag };
    case 'setAttributes':
      return { attributes: Object.keys(body.attributes).join(', ') };
    case 'recordConsent':
      return { purpose: body.purpose, state: body.state, source: body.source };
  }
}
