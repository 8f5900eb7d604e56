import type { ComponentProps, ReactNode } from 'react';
import { Field } from '../../../../shared/ui/field.tsx';
import { Input, Textarea } from '../../../../shared/ui/input.tsx';
import { Counter } from './counter.tsx';
import { useInsert } from './use-insert.ts';
import { VariableMenu } from '../../../../shared/ui/variable-menu.tsx';

export interface TextFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Length that WhatsApp takes; shows a counter. */
  limit?: number;
  isMultiline?: boolean;
  /** Offers the menu that puts in placeholders. */
  hasVariables?: boolean;
  placeholder?: string;
  hint?: ReactNode;
  error?: string | null;
  maxLength?: number;
  hideLabel?: boolean;
  inputProps?: ComponentProps<'input'>;
}

/** A text of a step, with counter and placeholder menu. Too long a text can be typed: the counter says so. */
export function TextField(props: TextFieldProps) {
  const { label, value, onChange, limit, isMultiline, hasVariables, placeholder, hint, error, hideLabel } =
    props;
  const { box, insert } = useInsert<HTMLTextAreaElement & HTMLInputElement>(value, onChange);
  const shared = {
    ref: box,
    value,
    placeholder,
    maxLength: props.maxLength ?? 10_000,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  return (
    <Field
      label={label}
      hint={hint}
      error={error}
      hideLabel={hideLabel}
      aside={
        <span className="flex items-center gap-1.5">
          {limit !== undefined && <Counter text={value} limit={limit} />}
          {hasVariables && <VariableMenu onPick={insert} />}
        </span>
      }
    >
      {isMultiline ? <Textarea {...shared} /> : <Input {...shared} {...props.inputProps} />}
    </Field>
  );
}
