import type { Command, Facts } from './run.ts';

/** The contact as this command leaves it, for the steps that follow in the same turn. */
export function contactAfter(contact: Facts['contact'], command: Command): Facts['contact'] {
  switch (command.kind) {
    case 'setAttribute':
      return { ...contact, attributes: { ...contact.attributes, [command.name]: command.value } };
    case 'setContact':
      return { ...contact, [command.field]: command.value };
    case 'addTag':
      return contact.tags.includes(command.tag)
        ? contact
        : { ...contact, tags: [...contact.tags, command.tag] };
    case 'removeTag':
      return { ...contact, tags: contact.tags.filter((tag) => tag !== command.tag) };
    default:
      return contact;
  }
}
