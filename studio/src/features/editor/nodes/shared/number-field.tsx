import { useState, type ReactNode } from 'react';
import { Field } from '../../../../shared/ui/field.tsx';
import { Input } from '../../../../shared/ui/input.tsx';

export interface NumberFieldProps {
  label: string;
  value: number;
  onChange: (value: number) => void;
  min: number;
  max: number;
  step?: number;
  hint?: ReactNode;
  error?: string | null;
}

/** A number within bounds. What is typed stays until the field is left, so that it can be empty for a moment. */
export function NumberField({ label, value, onChange, min, max, step = 1, hint, error }: NumberFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Field label={label} hint={hint} error={error}>
      <Input
        type="number"
        min={min}
        max={max}
        step={step}
        value={typed ?? String(value)}
        onChange={(event) => {
          setTyped(event.target.value);
          const next = event.target.valueAsNumber;
          if (!Number.isFinite(next)) return;
          onChange(Math.max(min, Math.min(max, Math.round(next / step) * step)));
        }}
        onBlur={() => setTyped(null)}
      />
    </Field>
  );
}
