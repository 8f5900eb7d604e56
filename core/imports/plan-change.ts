/** What a row changes on a contact that is there already. Pure. */
import type { ExistingPolicy } from '../api/imports.ts';
import type { ImportRow, ImportValue } from './read-row.ts';

export interface ExistingContact {
  id: string;
  name: string | null;
  tags: string[];
  attributes: Record<string, unknown>;
  consent: 'unknown' | 'granted' | 'denied';
}

/** What changed: `[before, after]`; null: there was nothing. Undoing puts back what is still as the import left it. */
export interface ContactChange {
  name?: [string | null, string];
  /** Tags that were added. */
  tags?: string[];
  attributes?: Record<string, [unknown, ImportValue]>;
  consent?: ['unknown' | 'granted', 'granted' | 'denied'];
}

export interface Plan {
  /** Null: nothing changes. */
  change: ContactChange | null;
  /** The file claims consent of somebody who refused it: a refusal is taken back by the person only. */
  keepsDenial: boolean;
}

export function planChange(contact: ExistingContact, row: ImportRow, existing: ExistingPolicy): Plan {
  if (existing === 'skip') return { change: null, keepsDenial: false };
  const fills = (current: unknown) =>
    existing === 'update' || current === null || current === undefined || current === '';
  const change: ContactChange = {};
  if (row.name !== null && row.name !== contact.name?.trim() && fills(contact.name))
    change.name = [contact.name, row.name];
  const tags = row.tags.filter((tag) => !contact.tags.includes(tag));
  if (tags.length > 0) change.tags = tags;
  const attributes = Object.entries(row.attributes).flatMap(([name, value]) => {
    const current = Object.hasOwn(contact.attributes, name) ? contact.attributes[name] : null;
    return isSame(current, value) || !fills(current) ? [] : [[name, [current, value]] as const];
  });
  if (attributes.length > 0)
    change.attributes = Object.fromEntries(attributes) as ContactChange['attributes'];
  const keepsDenial = row.consent === 'granted' && contact.consent === 'denied';
  if (row.consent !== null && row.consent !== contact.consent && contact.consent !== 'denied')
    change.consent = [contact.consent, row.consent];
  return { change: Object.keys(change).length > 0 ? change : null, keepsDenial };
}

/** The contact as the change leaves it; a second row of the file may be about the same person. */
export function applyChange(contact: ExistingContact, change: ContactChange): ExistingContact {
  const attributes = Object.entries(change.attributes ?? {}).map(([name, [, after]]) => [name, after]);
  return {
    id: contact.id,
    name: change.name ? change.name[1] : contact.name,
    tags: [...contact.tags, ...(change.tags ?? [])],
    attributes: { ...contact.attributes, ...(Object.fromEntries(attributes) as Record<string, unknown>) },
    consent: change.consent ? change.consent[1] : contact.consent,
  };
}

/** Files hold text: `5` is the number 5, and what an export wrote of a value means that value. */
function isSame(current: unknown, value: ImportValue): boolean {
  return current !== null && cellOf(current) === String(value);
}

/** A value of an attribute as a cell of a file. */
export function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value.trim() : JSON.stringify(value);
}
