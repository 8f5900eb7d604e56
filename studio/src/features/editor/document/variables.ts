/** What texts of a flow can refer to. */
import { compileFlow } from '../../../../../core/flow/compile.ts';
import type { FlowDoc } from '../../../../../core/flow/document.ts';
import { nodeTypeOf } from '../../../../../core/flow/nodes/registry.ts';
import { variableTypes } from '../../../../../core/flow/validation/variables.ts';
import type { PlaceholderGroup } from '../../../shared/ui/variable-menu.tsx';

/** Names that steps of the flow fill, and those it declares. */
export function filledVariables(doc: FlowDoc): string[] {
  const names = new Set(Object.keys(doc.variables));
  for (const node of Object.values(doc.nodes)) {
    for (const { name } of nodeTypeOf(node.type)?.manifest.writes?.(node.data) ?? []) names.add(name);
  }
  return [...names].sort();
}

/** Those that hold a list. */
export function listVariables(doc: FlowDoc): string[] {
  return [...variableTypes(compileFlow(doc))]
    .flatMap(([name, type]) => (type === 'list' ? [name] : []))
    .sort();
}

/** Attributes that steps of the flow set. */
export function setAttributes(doc: FlowDoc): string[] {
  const names = new Set<string>();
  for (const node of Object.values(doc.nodes)) {
    if (node.type === 'set-attribute' && node.data.name.trim() !== '') names.add(node.data.name.trim());
  }
  return [...names].sort();
}

export function liquidChoices(doc: FlowDoc): PlaceholderGroup[] {
  return [
    {
      group: 'Person',
      choices: [
        { label: 'First name', insert: '{{ contact.firstName | default: "there" }}' },
        { label: 'Full name', insert: '{{ contact.name }}' },
        { label: 'Phone number', insert: '{{ contact.phone }}' },
        ...setAttributes(doc)
          .filter((name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
          .map((name) => ({ label: name, insert: `{{ contact.attributes.${name} }}` })),
      ],
    },
    {
      group: 'Conversation',
      choices: [
        { label: 'Our number', insert: '{{ conversation.number }}' },
        { label: 'Team', insert: '{{ conversation.team }}' },
        {
          label: 'When the 24-hour window closes',
          insert: '{{ conversation.windowEndsAt | date: "%H:%M" }}',
        },
      ],
    },
    {
      group: 'Time',
      choices: [
        { label: 'Today', insert: '{{ now | date: "%A, %-d %B" }}' },
        { label: 'Time of day', insert: '{{ now | date: "%H:%M" }}' },
        { label: 'In a week', insert: '{{ now | plus_days: 7 | date: "%A, %-d %B" }}' },
      ],
    },
    {
      group: 'Answers of this flow',
      choices: filledVariables(doc).map((name) => ({ label: name, insert: `{{ answers.${name} }}` })),
    },
    {
      group: 'Lists',
      choices: listVariables(doc).flatMap((name) => [
        { label: `${name}, a line for each row`, insert: `{{ ${name} | lines: "• [title]" }}` },
        { label: `${name}, how many`, insert: `{{ ${name} | size }}` },
      ]),
    },
    { group: 'Start', choices: [{ label: 'Message that started it', insert: '{{ trigger.text }}' }] },
  ].filter(({ choices }) => choices.length > 0);
}
