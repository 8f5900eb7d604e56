import { z } from 'zod';
import { json } from '../../platform/db/pool.ts';
import { decodeCursor, timeCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { invalidField } from '../problems.ts';
import { consentColumns, toConsentEntry, type ConsentRow } from '../rows/consent.ts';
import { requireContact } from '../rows/contacts.ts';

const ledgerCursor = z.tuple([timeCursor.def.items[0], z.string().regex(/^\d{1,19}$/)]);
/** Clocks of other computers are a little off. */
const CLOCK_SKEW_MS = 5 * 60 * 1_000;

export const listConsentEntries = operation('listConsentEntries', {
  async handle({ tx, params: { org, contact }, query: { purpose, cursor, limit } }) {
    await requireContact(tx, org, contact);
    const after = decodeCursor(ledgerCursor, cursor);
    const rows = await tx<ConsentRow[]>`
      select ${consentColumns(tx)} from public.consent_events e
      where e.org_id = ${org} and e.contact_id = any(private.ids_of_contact(${org}, ${contact}))
        ${purpose ? tx`and e.purpose = ${purpose}` : tx``}
        ${after ? tx`and (e.at, e.id) < (${after[0]}::text::timestamptz, ${after[1]}::text::bigint)` : tx``}
      order by e.at desc, e.id desc limit ${limit + 1}`;
    return toPage(rows, limit, toConsentEntry, (row) => [row.at_key, row.id]);
  },
});

export const recordConsent = operation('recordConsent', {
  async handle({ tx, params: { org, contact }, body }) {
    await requireContact(tx, org, contact);
    const at = body.at === undefined ? new Date() : new Date(body.at);
    if (at.getTime() > Date.now() + CLOCK_SKEW_MS) throw invalidField('at', 'is in the future');
    // The same word of the same moment from the same place is one entry, however often it is reported.
    await tx`
      insert into public.consent_events (org_id, contact_id, purpose, state, source, evidence, at)
      values (${org}, ${contact}, ${body.purpose}, ${body.state}, ${body.source}, ${json(tx, body.proof ?? {})}, ${at})
      on conflict do nothing`;
    const [row] = await tx<ConsentRow[]>`
      select ${consentColumns(tx)} from public.consent_events e
      where e.contact_id = ${contact} and e.purpose = ${body.purpose} and e.source = ${body.source}
        and e.state = ${body.state} and e.at = ${at}`;
    return toConsentEntry(row!);
  },
});
