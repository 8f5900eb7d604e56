import { useState } from 'react';
import type { AttributeTriggerData } from '../../../../../../core/flow/nodes/attribute-trigger/manifest.ts';
import { Input, Select } from '../../../../shared/ui/input.tsx';
import type { NodeFormProps } from '../contract.ts';
import { Group } from '../shared/group.tsx';
import { TextField } from '../shared/text-field.tsx';
import { without } from '../shared/without.ts';

export function Form({ data, onChange, problemOf }: NodeFormProps<AttributeTriggerData>) {
  const set = (key: 'from' | 'to', value: string | undefined) =>
    onChange(value === undefined ? without(data, key) : { ...data, [key]: value });
  return (
    <>
      <TextField
        label="Attribute"
        value={data.name}
        maxLength={64}
        placeholder="plan"
        error={problemOf('name')}
        onChange={(name) => onChange({ ...data, name })}
      />
      <ValueChoice
        title="Changes from"
        value={data.from}
        error={problemOf('from')}
        onChange={(value) => set('from', value)}
      />
      <ValueChoice
        title="To"
        value={data.to}
        error={problemOf('to')}
        onChange={(value) => set('to', value)}
      />
    </>
  );
}

interface ValueChoiceProps {
  title: string;
  /** Undefined: any. Empty: none. */
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  error: string | null;
}

function ValueChoice({ title, value, onChange, error }: ValueChoiceProps) {
  // An empty text means "no value"; while somebody is about to type one, the choice has to stay.
  const [isTyping, setIsTyping] = useState(false);
  const kind = value === undefined ? 'any' : value === '' && !isTyping ? 'none' : 'value';
  return (
    <Group title={title} error={error}>
      <Select
        aria-label={title}
        value={kind}
        onChange={(event) => {
          setIsTyping(event.target.value === 'value');
          onChange(event.target.value === 'any' ? undefined : '');
        }}
      >
        <option value="any">any value</option>
        <option value="value">this value</option>
        <option value="none">no value</option>
      </Select>
      {kind === 'value' && (
        <Input
          aria-label={`${title}: the value`}
          maxLength={500}
          placeholder="pro"
          value={value ?? ''}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Group>
  );
}
