/** Small controls that the fields of tests are made of. */
import { Input, Select } from '../../shared/ui/input.tsx';

/** What a test compares with. */
export const COMPARED_WITH = 'Compared with';

export function NumberInput({
  label,
  value,
  onChange,
  className,
  min,
  max,
}: {
  label: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
  className: string;
  min?: number;
  max?: number;
}) {
  return (
    <Input
      type="number"
      aria-label={label}
      className={`h-8 text-xs tabular-nums ${className}`}
      step="any"
      min={min}
      max={max}
      value={value ?? ''}
      onChange={(event) =>
        onChange(Number.isNaN(event.target.valueAsNumber) ? undefined : event.target.valueAsNumber)
      }
    />
  );
}

/** One of a few words. */
export function Choice<Value extends string>({
  label = COMPARED_WITH,
  className = 'w-32',
  value,
  options,
  onChange,
}: {
  label?: string;
  className?: string;
  value: Value;
  options: Readonly<Record<Value, string>>;
  onChange: (value: Value) => void;
}) {
  return (
    <Select
      aria-label={label}
      className={`h-8 text-xs ${className}`}
      value={value}
      onChange={(event) => onChange(event.target.value as Value)}
    >
      {Object.entries<string>(options).map(([id, title]) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </Select>
  );
}

/** Two days of the calendar. */
export function DatesInput({
  from,
  to,
  onChange,
}: {
  from: string | undefined;
  to: string | undefined;
  onChange: (dates: { from: string; to: string }) => void;
}) {
  return (
    <span className="inline-flex items-center gap-1.5 text-xs text-muted">
      <DayInput label="First day" value={from} onChange={(day) => onChange({ from: day, to: to ?? '' })} />
      and
      <DayInput label="Last day" value={to} onChange={(day) => onChange({ from: from ?? '', to: day })} />
    </span>
  );
}

function DayInput({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | undefined;
  onChange: (day: string) => void;
}) {
  return (
    <Input
      type="date"
      aria-label={label}
      className="h-8 w-36 text-xs"
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
