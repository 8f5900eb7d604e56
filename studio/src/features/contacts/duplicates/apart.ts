/** Contacts that somebody says are not one person. Pure. */
import type { ContactPairs, DuplicateGroup } from '../../../../../core/api/people.ts';

export type Pairs = ContactPairs['pairs'];
export type DuplicateContact = DuplicateGroup['contacts'][number];

/** One of a group with each of the others. */
export function oneApart(group: DuplicateGroup, contactId: string): Pairs {
  return group.contacts.filter(({ id }) => id !== contactId).map(({ id }) => ({ contactId, otherId: id }));
}

/** Everybody of a group with everybody else. */
export function allApart({ contacts }: DuplicateGroup): Pairs {
  return contacts.flatMap(({ id }, n) =>
    contacts.slice(n + 1).map((other) => ({ contactId: id, otherId: other.id })),
  );
}

/** What is left of the groups: contacts that may still be one person with another of their group. */
export function withoutPairs(groups: readonly DuplicateGroup[], pairs: Pairs): DuplicateGroup[] {
  const apart = new Set(
    pairs.flatMap((pair) => [key(pair.contactId, pair.otherId), key(pair.otherId, pair.contactId)]),
  );
  return groups.flatMap((group) => {
    const contacts = group.contacts.filter(({ id }) =>
      group.contacts.some((other) => other.id !== id && !apart.has(key(id, other.id))),
    );
    return contacts.length > 1 ? [{ ...group, contacts }] : [];
  });
}

const key = (one: string, other: string) => `${one} ${other}`;
