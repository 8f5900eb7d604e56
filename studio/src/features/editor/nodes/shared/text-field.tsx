import { useRef, type ComponentProps, type ReactNode } from 'react';
import { Field } from '../../../../shared/ui/field.tsx';
import { Input, Textarea } from '../../../../shared/ui/input.tsx';
import { Counter } from './counter.tsx';
import { VariableMenu } from './variable-menu.tsx';

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
  const box = useRef<HTMLTextAreaElement & HTMLInputElement>(null);

  function insert(text: string) {
    const from = box.current?.selectionStart ?? value.length;
    const to = box.current?.selectionEnd ?? from;
    onChange(value.slice(0, from) + text + value.slice(to));
    // The new text has to be in the field before the caret can stand behind it.
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(from + text.length, from + text.length);
    });
  }

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
