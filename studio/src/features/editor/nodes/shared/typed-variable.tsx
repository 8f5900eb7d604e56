import { Input } from '../../../../shared/ui/input.tsx';
import { ValueTypeSelect } from './value-type-select.tsx';
import { typedName } from './variable-name.ts';

type ValueType = 'text' | 'number' | 'boolean' | 'date' | 'list';

export interface TypedVariableProps<Type extends ValueType> {
  /** Which one of a list, from 0. */
  index: number;
  name: string;
  type: Type;
  types: readonly Type[];
  isInvalid: boolean;
  onName: (name: string) => void;
  onType: (type: Type) => void;
}

/** The variable that a found value is saved in, and what it is read as. */
export function TypedVariable<Type extends ValueType>(props: TypedVariableProps<Type>) {
  const { index, name, type, types, isInvalid, onName, onType } = props;
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
        types={types}
        onChange={onType}
      />
    </div>
  );
}
