import { useState } from 'react';
import type {
  VariableDefinition,
  VariableType,
  VariableValue,
} from '../../../../../../core/flow/document.ts';
import { isItem, isList, VALUE_FIELD, wordsOfItem, wordsOfValue } from '../../../../../../core/flow/lists.ts';
import { parseValue } from '../../../../../../core/flow/nodes/shared/values.ts';
import { Field } from '../../../../shared/ui/field.tsx';
import { Input, Select, Textarea } from '../../../../shared/ui/input.tsx';
import { Switch } from '../../../../shared/ui/switch.tsx';

export interface DefaultFieldProps {
  definition: VariableDefinition;
  problem: string | null;
  onChange: (definition: VariableDefinition) => void;
}

/** Whether a variable has a value before anything fills it, and which. */
export function DefaultField({ definition, problem, onChange }: DefaultFieldProps) {
  const { default: value, ...rest } = definition;
  const hasValue = value !== undefined && value !== null;
  // A file is the id of a message that doesn't exist yet: there is nothing to choose.
  if (rest.type === 'media' && !hasValue) return null;
  return (
    <div className="space-y-2">
      <Switch
        label="Starts with a value"
        hint={
          rest.role === 'input'
            ? 'Stands when the flow that runs this one hands nothing in.'
            : 'Stands until a step fills it.'
        }
        checked={hasValue}
        onChange={(isOn) => onChange(isOn ? { ...rest, default: firstValue(rest.type) } : rest)}
      />
      {hasValue && (
        <ValueField
          // What was typed for another type is no value of this one.
          key={rest.type}
          type={rest.type}
          value={value}
          problem={problem}
          onChange={(next) => onChange({ ...rest, default: next })}
        />
      )}
    </div>
  );
}

interface ValueFieldProps {
  type: VariableType;
  value: NonNullable<VariableValue>;
  problem: string | null;
  onChange: (value: VariableValue) => void;
}

function ValueField({ type, value, problem, onChange }: ValueFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const label = 'Value at the start';
  if (type === 'boolean') {
    return (
      <Field label={label} error={problem}>
        <Select value={wordsOfValue(value)} onChange={(event) => onChange(event.target.value === 'true')}>
          <option value="true">Yes</option>
          <option value="false">No</option>
        </Select>
      </Field>
    );
  }
  if (type === 'date') {
    return (
      <Field label={label} error={problem}>
        <Input
          type="date"
          required
          value={wordsOfValue(value)}
          // Half a day is an empty value: the old one stands until a whole one is typed.
          onChange={(event) => event.target.value && onChange(event.target.value)}
        />
      </Field>
    );
  }
  if (type === 'list' || type === 'item') {
    return (
      <Field label={label} error={problem} hint={listHints[type]}>
        <Textarea
          rows={4}
          maxLength={4096}
          className="font-mono text-[13px]"
          value={typed ?? writtenList(value)}
          onChange={(event) => {
            setTyped(event.target.value);
            onChange(parseValue(event.target.value, type) ?? firstValue(type));
          }}
          onBlur={() => setTyped(null)}
        />
      </Field>
    );
  }
  const isFree = type === 'text' || type === 'media';
  const isUnreadable = typed !== null && !isFree && isNoValue(parseValue(typed, type));
  return (
    <Field label={label} error={isUnreadable ? (examples[type] ?? null) : problem}>
      <Input
        inputMode={type === 'number' ? 'decimal' : undefined}
        maxLength={4096}
        placeholder={type === 'text' ? 'Empty' : undefined}
        value={typed ?? wordsOfValue(value)}
        onChange={(event) => {
          const text = event.target.value;
          if (isFree) return onChange(text);
          setTyped(text);
          const read = parseValue(text, type);
          if (!isNoValue(read)) onChange(read);
        }}
        onBlur={() => setTyped(null)}
      />
    </Field>
  );
}

const listHints = {
  list: 'A value a line, or rows with fields as JSON: [{"title": "Ham", "price": 2}]',
  item: 'Fields as JSON: {"title": "Ham", "price": 2}',
};

/** As it is read back: rows of one value a line each, all else as JSON. */
function writtenList(value: VariableValue): string {
  if (!isList(value)) return isItem(value) ? JSON.stringify(value) : wordsOfValue(value);
  const isPlain = value.every((row) => Object.keys(row).length === 1 && Object.hasOwn(row, VALUE_FIELD));
  if (isPlain && value.length !== 1) return value.map(wordsOfItem).join('\n');
  return JSON.stringify(value, null, 1);
}

const examples: Partial<Record<VariableType, string>> = {
  number: 'Write a number, for example 3.5.',
  location: 'Write latitude and longitude, for example 52.52, 13.405.',
};

function isNoValue(value: VariableValue | undefined): value is null | undefined {
  return value === undefined || value === null;
}

function firstValue(type: VariableType): VariableValue {
  switch (type) {
    case 'number':
      return 0;
    case 'boolean':
      return false;
    case 'date':
      return new Date().toISOString().slice(0, 10);
    case 'list':
      return [];
    case 'item':
      return {};
    default:
      return '';
  }
}
