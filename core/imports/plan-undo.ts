/** How an import is taken back from a contact that it changed: only what is still as it left it. Pure. */
import type { ContactChange, ExistingContact } from './plan-change.ts';

export interface Undoing {
  name: string | null;
  tags: string[];
  attributes: Record<string, unknown>;
  /** An entry for the consent ledger, which is never shortened. */
  consent: 'granted' | 'denied' | null;
  /** Nothing that the import wrote remains. */
  isWhole: boolean;
}

export function planUndo(contact: ExistingContact, change: ContactChange): Undoing {
  let isWhole = true;
  const keep = <Value>(value: Value): Value => {
    isWhole = false;
    return value;
  };
  const { name } = change;
  const attributes = new Map(Object.entries(contact.attributes));
  for (const [key, [before, after]] of Object.entries(change.attributes ?? {})) {
    const current = attributes.get(key);
    if (current !== after) keep(current);
    else if (before === null || before === undefined) attributes.delete(key);
    else attributes.set(key, before);
  }
  const undone = {
    name: name === undefined ? contact.name : contact.name === name[1] ? name[0] : keep(contact.name),
    tags: contact.tags.filter((tag) => !change.tags?.includes(tag)),
    attributes: Object.fromEntries(attributes),
    consent: undoConsent(contact, change.consent, keep),
  };
  return { ...undone, isWhole };
}

/**
 * A consent that the file claimed wrongly is withdrawn: the ledger knows no way back to "never asked", and the safe side is not to write.
 * A refusal stays for the same reason, unless there was a consent before it.
 */
function undoConsent(
  contact: ExistingContact,
  change: ContactChange['consent'],
  keep: (value: null) => null,
): 'granted' | 'denied' | null {
  if (change === undefined) return null;
  const [before, after] = change;
  if (contact.consent !== after) return keep(null);
  if (after === 'granted') return 'denied';
  return before === 'granted' ? 'granted' : keep(null);
}
