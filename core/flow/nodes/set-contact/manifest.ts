import { z } from 'zod';
import { contactFields, MAX_NAME_LENGTH, type ContactField } from '../../../people/contact-fields.ts';
import { FAILED_PORT } from '../contract.ts';
import type { NodeManifest } from '../contract.ts';
import { label, liquidText } from '../shared/fields.ts';
import { text } from '../shared/uses.ts';

/** Left out: the field stays as it is. */
const value = liquidText.optional();

const schema = z.strictObject({ label, name: value, locale: value, timeZone: value });

export type SetContactData = z.infer<typeof schema>;

export const FIELD_TITLES: Record<ContactField, string> = {
  name: 'name',
  locale: 'language',
  timeZone: 'time zone',
};

/** The fields that the step writes, with their texts. */
export function writtenFields(data: SetContactData): { field: ContactField; template: string }[] {
  return contactFields.flatMap((field) => {
    const template = data[field] ?? '';
    return template.trim() === '' ? [] : [{ field, template }];
  });
}

export const manifest: NodeManifest<'set-contact', SetContactData> = {
  type: 'set-contact',
  typeVersion: 1,
  family: 'data',
  title: 'Update contact',
  docs: 'Writes the contact’s name, language or time zone: fixed, or from an answer like {{ answers.name }}. A language is a code such as pt_BR, a time zone a name such as America/Sao_Paulo. What can’t be read leaves the field as it is.',
  schema,
  defaults: () => ({ name: '' }),
  ports: () => [
    { id: 'next', label: 'Then' },
    { id: FAILED_PORT, label: 'Failed', optional: true },
  ],
  summary: (data) => {
    const titles = writtenFields(data).map(({ field }) => FIELD_TITLES[field]);
    return titles.length === 0 ? 'Nothing to write yet' : `Sets the contact’s ${titles.join(', ')}`;
  },
  limits: { name: MAX_NAME_LENGTH },
  clock: () => ({ kind: 'instant' }),
  texts: (data) => contactFields.flatMap((field) => text(field, data[field])),
};
