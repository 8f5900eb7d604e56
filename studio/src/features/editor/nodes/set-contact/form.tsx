import type { SetContactData } from '../../../../../../core/flow/nodes/set-contact/manifest.ts';
import type { NodeFormProps } from '../contract.ts';
import { Note } from '../shared/note.tsx';
import { TextField } from '../shared/text-field.tsx';

const FIELDS = [
  { field: 'name', label: 'Name', placeholder: '{{ answers.name }}' },
  { field: 'locale', label: 'Language', placeholder: 'pt_BR' },
  { field: 'timeZone', label: 'Time zone', placeholder: 'America/Sao_Paulo' },
] as const;

export function Form({ data, onChange, problemOf }: NodeFormProps<SetContactData>) {
  return (
    <>
      {FIELDS.map(({ field, label, placeholder }) => (
        <TextField
          key={field}
          label={label}
          value={data[field] ?? ''}
          hasVariables
          placeholder={placeholder}
          error={problemOf(field)}
          onChange={(text) => onChange({ ...data, [field]: text })}
        />
      ))}
      <Note>An empty field stays as it is, and so does one whose value can’t be read.</Note>
    </>
  );
}
