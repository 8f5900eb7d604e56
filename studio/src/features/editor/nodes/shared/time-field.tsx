import { Field, type FieldProps } from '../../../../shared/ui/field.tsx';
import { Input } from '../../../../shared/ui/input.tsx';

export interface TimeFieldProps extends Pick<FieldProps, 'label' | 'hint' | 'error'> {
  value: string;
  onChange: (time: string) => void;
}

/** A time of day such as 09:00; empty while it isn't whole. */
export function TimeField({ value, onChange, ...field }: TimeFieldProps) {
  return (
    <Field {...field}>
      <Input type="time" value={value} onChange={(event) => onChange(event.target.value)} />
    </Field>
  );
}
