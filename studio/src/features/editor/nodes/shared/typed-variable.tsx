import { Input, Select } from '../../../../shared/ui/input.tsx';

const types = {
  text: 'Text',
  number: 'Number',
  boolean: 'Yes or no',
  date: 'Date',
} as const;

type ValueType = keyof typeof types;

export interface TypedVariableProps {
  /** Which one of a list, from 0. */
  index: number;
  name: string;
  type: ValueType;
  isInvalid: boolean;
  onName: (name: string) => void;
  onType: (type: ValueType) => void;
}

/** The variable that a found value is saved in, and what it is read as. */
export function TypedVariable({ index, name, type, isInvalid, onName, onType }: TypedVariableProps) {
  return (
    <div className="grid grid-cols-[1.4fr_1fr] gap-1">
      <Input
        aria-label={`Variable of value ${index + 1}`}
        aria-invalid={isInvalid || undefined}
        className="h-8 font-mono text-[13px]"
        spellCheck={false}
        maxLength={64}
        placeholder="variable"
        value={name}
        onChange={(event) => onName(event.target.value.replace(/[\s-]+/g, '_'))}
      />
      <Select
        aria-label={`Type of value ${index + 1}`}
        className="h-8 text-[13px]"
        value={type}
        onChange={(event) => onType(event.target.value as ValueType)}
      >
        {Object.entries(types).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Select>
    </div>
  );
}
