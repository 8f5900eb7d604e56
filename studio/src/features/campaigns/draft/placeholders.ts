import { useQuery } from '@tanstack/react-query';
import { contactFieldsQuery } from '../../../shared/api/queries.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import type { PlaceholderGroup } from '../../../shared/ui/variable-menu.tsx';

const LIQUID_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** What a campaign knows of each person. */
export function usePlaceholders(): readonly PlaceholderGroup[] {
  const { orgId } = useWorkspace();
  const attributes = useQuery(contactFieldsQuery(orgId)).data?.attributes ?? [];
  return placeholdersWith(attributes.map(({ name }) => name));
}

export function placeholdersWith(attributes: readonly string[]): PlaceholderGroup[] {
  const named = attributes.filter((name) => LIQUID_NAME.test(name));
  return [
    {
      group: 'Person',
      choices: [
        { label: 'First name, else “there”', insert: '{{ contact.firstName | default: "there" }}' },
        { label: 'Full name', insert: '{{ contact.name }}' },
        { label: 'Phone number', insert: '{{ contact.phone }}' },
      ],
    },
    {
      group: 'Attributes',
      choices: named.map((name) => ({ label: name, insert: `{{ contact.attributes.${name} }}` })),
    },
    {
      group: 'Time where they are',
      choices: [
        { label: 'Today', insert: '{{ now | date: "%A, %-d %B" }}' },
        { label: 'Tomorrow', insert: '{{ now | plus_days: 1 | date: "%A, %-d %B" }}' },
        { label: 'In a week', insert: '{{ now | plus_days: 7 | date: "%A, %-d %B" }}' },
      ],
    },
  ].filter(({ choices }) => choices.length > 0);
}
