import { Select } from '../../../../shared/ui/input.tsx';

const titles = {
  text: 'Text',
  number: 'Number',
  boolean: 'Yes or no',
  date: 'Day',
  json: 'JSON',
  list: 'List',
  item: 'Row of a list',
};

export interface ValueTypeSelectProps<Type extends keyof typeof titles> {
  label: string;
  value: Type;
  types: readonly Type[];
  onChange: (type: Type) => void;
  className?: string;
}

export function ValueTypeSelect<Type extends keyof typeof titles>(props: ValueTypeSelectProps<Type>) {
  const { label, value, types, onChange, className = 'w-32 shrink-0' } = props;
  return (
    <Select
      aria-label={label}
      className={className}
      value={value}
      onChange={(event) => onChange(event.target.value as Type)}
    >
      {types.map((type) => (
        <option key={type} value={type}>
          {titles[type]}
        </option>
      ))}
    </Select>
  );
}
