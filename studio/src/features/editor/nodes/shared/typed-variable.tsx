import { Input } from '../../../../shared/ui/input.tsx';
import { ValueTypeSelect } from './value-type-select.tsx';
import { typedName } from './variable-name.ts';

const types = ['text', 'number', 'boolean', 'date'] as const;

type ValueType = (typeof types)[number];

export interface TypedVariableProps<Type extends ValueType | 'list'> {
  /** Which one of a list, from 0. */
  index: number;
  name: string;
  type: Type;
  /** Left out: single values only. */
  choices?: readonly Type[];
  isInvalid: boolean;
  onName: (name: string) => void;
  onType: (type: Type) => void;
}

/** The variable that a found value is saved in, and what it is read as. */
export function TypedVariable<Type extends ValueType | 'list' = ValueType>(props: TypedVariableProps<Type>) {
  const { index, name, type, isInvalid, onName, onType, choices = types as readonly Type[] } = props;
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
        onChange={(event) => onName(typedName(event.target.value))}
      />
      <ValueTypeSelect
        label={`Type of value ${index + 1}`}
        className="h-8 text-[13px]"
        value={type}
        types={choices}
        onChange={onType}
      />
    </div>
  );
}
