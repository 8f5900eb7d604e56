import { readContactField } from '../../../people/contact-fields.ts';
import type { NodeProblem } from '../contract.ts';
import { problem } from '../shared/checks.ts';
import { FIELD_TITLES, writtenFields, type SetContactData } from './manifest.ts';

export function validate(data: SetContactData): NodeProblem[] {
  const fields = writtenFields(data);
  if (fields.length === 0)
    return [problem('required-field', null, 'Say what to write: a name, a language or a time zone.')];
  return fields.flatMap(({ field, template }) => {
    const isFixed = !template.includes('{{') && !template.includes('{%');
    return isFixed && readContactField(field, template) === undefined
      ? [problem('bad-value', field, `"${template}" is no ${FIELD_TITLES[field]} that a contact can have.`)]
      : [];
  });
}
