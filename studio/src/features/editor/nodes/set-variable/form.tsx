import type { SetVariableData } from '../../../../../../core/flow/nodes/set-variable/manifest.ts';
import { Field } from '../../../../shared/ui/field.tsx';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import type { NodeFormProps } from '../contract.ts';
import { TextField } from '../shared/text-field.tsx';
import { ValueTypeSelect } from '../shared/value-type-select.tsx';
import { VariableNameField } from '../shared/variable-name-field.tsx';

export function Form({ data, onChange, problemOf }: NodeFormProps<SetVariableData>) {
  const isSum = data.mode === 'add';
  return (
    <>
      <VariableNameField
        label="Variable"
        value={data.name}
        onChange={(name) => onChange({ ...data, name })}
        error={problemOf('name')}
      />
      <Segmented
        label="What happens to it"
        value={data.mode}
        onChange={(mode) => onChange({ ...data, mode })}
        options={[
          { value: 'set', label: 'Gets a value' },
          { value: 'add', label: 'Is added to' },
        ]}
        className="flex w-full"
      />
      {!isSum && (
        <Field label="Kind of value">
          <ValueTypeSelect
            label="Kind of value"
            className="w-full"
            value={data.valueType}
            types={['text', 'number', 'boolean', 'date', 'list', 'item']}
            onChange={(valueType) => onChange({ ...data, valueType })}
          />
        </Field>
      )}
      <TextField
        label={isSum ? 'Number to add' : 'Value'}
        value={data.value}
        hasVariables
        placeholder={isSum ? '1' : 'Empty takes its value away'}
        hint={isSum ? 'A variable without a value counts as 0. A minus takes away.' : hints[data.valueType]}
        error={problemOf('value')}
        onChange={(value) => onChange({ ...data, value })}
      />
    </>
  );
}

const hints: Partial<Record<SetVariableData['valueType'], string>> = {
  list: 'Values with commas between them, or one a line. A list is handed on by {{ products }}, a part of one by {{ products | where: "inStock" }}.',
  item: 'One row of a list: {{ products | first }}, {{ products | last }} or {{ products[2] }} for the third.',
};
