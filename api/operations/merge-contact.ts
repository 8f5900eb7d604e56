import type { Contact } from '../../core/api/schemas.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { previewMerge } from '../merge-preview.ts';
import { operation } from '../operation.ts';
import { invalidField } from '../problems.ts';
import { findContact, requireContact } from '../rows/contacts.ts';

export const previewContactMerge = operation('previewContactMerge', {
  async handle({ tx, params: { org, contact }, body }) {
    const { into, from } = await bothContacts(tx, org, contact, body.contactId);
    return previewMerge(tx, org, into, from);
  },
});

export const mergeContact = operation('mergeContact', {
  async handle({ tx, params: { org, contact }, body }) {
    const { into, from } = await bothContacts(tx, org, contact, body.contactId);
    await mergeInTurn(tx, org, into.id, from.id);
    return requireContact(tx, org, contact);
  },
});

async function bothContacts(
  tx: Tx,
  org: string,
  contact: string,
  other: string,
): Promise<{ into: Contact; from: Contact }> {
  const into = await requireContact(tx, org, contact);
  const from = await findContact(tx, org, other.toLowerCase());
  if (!from) throw invalidField('contactId', 'is no contact of this organisation');
  if (from.id === into.id) throw invalidField('contactId', 'is the contact itself');
  return { into, from };
}

const MAX_TRIES = 4;

/** Deliveries lock the same conversations, several in one transaction: who loses a deadlock to them tries again. */
async function mergeInTurn(tx: Tx, org: string, into: string, from: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await tx.savepoint((sp) => sp`select private.merge_contacts_by_people(${org}, ${into}, ${from})`);
      return;
    } catch (error) {
      const isDeadlock = error instanceof Error && 'code' in error && error.code === '40P01';
      if (!isDeadlock || attempt === MAX_TRIES) throw error;
    }
  }
}
