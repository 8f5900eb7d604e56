/**
 * Takes an import back: removes the contacts that it made and that nothing happened to since, and puts back what it changed where that is
 * still as it left it. Each slice is one transaction that also forgets whom it dealt with, so it goes on wherever it was cut off.
 */
import type { ContactChange, ExistingContact } from '../../core/imports/plan-change.ts';
import { planUndo } from '../../core/imports/plan-undo.ts';
import { json, type Sql, type Tx } from '../../platform/db/pool.ts';
import { workflowIds } from '../../workflows/contract.ts';
import { noteSegmentChecks } from '../segments/note-checks.ts';
import { lockImport, type Import } from './import.ts';
import type { ImportWork } from './run-import.ts';

const SLICE = 500;

/** Works until nobody is left, or an abort. */
export async function undoImport(sql: Sql, { id, orgId }: Import, work: ImportWork): Promise<void> {
  for (let done = 0; ; done += SLICE) {
    const isOpen = await sql.begin(async (tx) => {
      const current = await lockImport(tx, orgId, id);
      return current?.status === 'undoing' ? undoSlice(tx, current, work.slice ?? SLICE) : false;
    });
    work.onProgress(done);
    if (!isOpen || work.signal?.aborted) return;
  }
}

async function undoSlice(tx: Tx, current: Import, size: number): Promise<boolean> {
  await tx`
    select set_config('parley.wakes_flows', 'off', true),
      set_config('parley.workflow_id', ${workflowIds.importContacts(current.orgId, current.id)}, true)`;
  return (await undoMade(tx, current)) || (await undoChanged(tx, current, size)) || finishUndo(tx, current);
}

/** @returns false when there is no slice left */
async function undoMade(tx: Tx, { id }: Import): Promise<boolean> {
  const [slice] = await tx<{ contactIds: string[] }[]>`
    delete from private.import_slices where import_id = ${id} and position = (
      select position from private.import_slices where import_id = ${id} order by position limit 1)
    returning contact_ids as "contactIds"`;
  if (slice === undefined) return false;
  const removed = await removeUntouched(tx, slice.contactIds);
  const [kept] = await tx<{ count: number }[]>`
    select count(*)::int as count from contacts where id = any(${slice.contactIds}::uuid[])`;
  await tx`
    update imports set removed = removed + ${removed}, kept = kept + ${kept!.count} where id = ${id}`;
  return true;
}

/** @returns false when nobody is left */
async function undoChanged(tx: Tx, current: Import, size: number): Promise<boolean> {
  const { id } = current;
  const changed = await tx<Changed[]>`
    delete from private.import_contacts where import_id = ${id} and contact_id in (
      select contact_id from private.import_contacts where import_id = ${id} order by contact_id limit ${size})
    returning contact_id as "contactId", change`;
  if (changed.length === 0) return false;
  const { restored, kept } = await restore(tx, current, changed);
  await tx`update imports set restored = restored + ${restored}, kept = kept + ${kept} where id = ${id}`;
  return true;
}

async function finishUndo(tx: Tx, { id }: Import): Promise<false> {
  await tx`update imports set status = 'undone' where id = ${id}`;
  return false;
}

/** Touched is who was written to or wrote, who is in a flow, and whose values, consent or events are newer than the contact itself. */
async function removeUntouched(tx: Tx, contactIds: string[]): Promise<number> {
  if (contactIds.length === 0) return 0;
  const { count } = await tx`
    delete from contacts c where c.id in (
      select c.id from contacts c where c.id = any(${contactIds}::uuid[]) and c.updated_at = c.created_at
        and not exists (select from conversations v where v.org_id = c.org_id and v.contact_id = c.id)
        and not exists (select from flow_runs r where r.org_id = c.org_id and r.contact_id = c.id)
        and not exists (select from consent_events e where e.contact_id = c.id and e.created_at > c.created_at)
        and not exists (select from contact_events e where e.org_id = c.org_id and e.contact_id = c.id
          and e.created_at > c.created_at and e.kind not in ('segment_entered', 'segment_left'))
      order by c.id for update of c)`;
  return count;
}

interface Changed {
  contactId: string;
  change: ContactChange;
}

async function restore(tx: Tx, { id, orgId, createdBy }: Import, changed: Changed[]) {
  const contacts = await tx<ExistingContact[]>`
    select c.id, c.name, c.tags, c.attributes, c.marketing_consent as consent from contacts c
    where c.id = any(${changed.map(({ contactId }) => contactId)}::uuid[]) order by c.id for no key update`;
  const byId = new Map(contacts.map((contact) => [contact.id, contact]));
  const undone = changed.flatMap(({ contactId, change }) => {
    const contact = byId.get(contactId);
    return contact ? [{ id: contactId, ...planUndo(contact, change) }] : [];
  });
  await tx`
    update contacts c set name = r.name, tags = r.tags, attributes = r.attributes
    from jsonb_to_recordset(${json(tx, undone)}) as r (id uuid, name text, tags text[], attributes jsonb)
    where c.id = r.id and (c.name, c.tags, c.attributes) is distinct from (r.name, r.tags, r.attributes)`;
  const consents = undone.filter(({ consent }) => consent !== null);
  if (consents.length > 0) {
    await tx`
      insert into consent_events (org_id, contact_id, state, source, evidence, at)
      select ${orgId}, r.id, r.consent, 'import undone', ${json(tx, { importId: id, by: createdBy })}, now()
      from jsonb_to_recordset(${json(tx, consents)}) as r (id uuid, consent text)
      on conflict do nothing`;
  }
  await noteSegmentChecks(
    tx,
    orgId,
    undone.map((contact) => contact.id),
  );
  const restored = undone.filter(({ isWhole }) => isWhole).length;
  return { restored, kept: undone.length - restored };
}
