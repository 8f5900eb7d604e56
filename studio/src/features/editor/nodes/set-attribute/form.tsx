import type { SetAttributeData } from '../../../../../../core/flow/nodes/set-attribute/manifest.ts';
import { Field } from '../../../../shared/ui/field.tsx';
import { Select } from '../../../../shared/ui/input.tsx';
import type { NodeFormProps } from '../contract.ts';
import { TextField } from '../shared/text-field.tsx';

const valueTypes: { value: SetAttributeData['valueType']; label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'boolean', label: 'Yes or no' },
  { value: 'date', label: 'Date' },
];

export function Form({ data, onChange, problemOf }: NodeFormProps<SetAttributeData>) {
  return (
    <>
      <TextField
        label="Attribute"
        value={data.name}
        maxLength={64}
        placeholder="city"
        error={problemOf('name')}
        onChange={(name) => onChange({ ...data, name })}
      />
      <Field label="Kind of value">
        <Select
          value={data.valueType}
          onChange={(event) =>
            onChange({ ...data, valueType: event.target.value as SetAttributeData['valueType'] })
          }
        >
          {valueTypes.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <TextField
        label="Value"
        value={data.value}
        hasVariables
        placeholder="Empty clears it"
        error={problemOf('value')}
        onChange={(value) => onChange({ ...data, value })}
      />
    </>
  );
}
