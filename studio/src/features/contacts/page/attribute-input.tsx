import { useState } from 'react';
import type { AttributeDefinition } from '../../../../../core/api/attributes.ts';
import { readAttribute } from '../../../../../core/people/attributes.ts';
import { Input, Select } from '../../../shared/ui/input.tsx';

export type AttributeValue = string | number | boolean | null;

export interface AttributeInputProps {
  /** The label's words, for screen readers where the label stands apart. */
  label: string;
  definition: AttributeDefinition | null;
  value: unknown;
  disabled: boolean;
  /** Called when the field is left with another value. */
  onChange: (value: AttributeValue) => void;
  id: string;
}

/** The field that fits the type of an attribute; free attributes are texts, and numbers when they look like one. */
export function AttributeInput({ label, definition, value, disabled, onChange, id }: AttributeInputProps) {
  const shared = { id, disabled, 'aria-label': label, className: 'h-8 text-[13px]' };
  switch (definition?.type) {
    case 'boolean':
      return (
        <Select
          {...shared}
          value={typeof value === 'boolean' ? String(value) : ''}
          onChange={({ target }) => onChange(target.value === '' ? null : target.value === 'true')}
        >
          <option value="">Not known</option>
          <option value="true">Yes</option>
          <option value="false">No</option>
        </Select>
      );
    case 'choice':
      return (
        <Select
          {...shared}
          value={typeof value === 'string' ? value : ''}
          onChange={({ target }) => onChange(target.value || null)}
        >
          <option value="">Not known</option>
          {choices(definition.options, value).map((option) => (
            <option key={option}>{option}</option>
          ))}
        </Select>
      );
    case 'date':
      return (
        <Input
          {...shared}
          type="date"
          value={typeof value === 'string' ? value : ''}
          onChange={({ target }) => onChange(target.value || null)}
        />
      );
    default:
      return <TextInput key={text(value)} {...{ shared, definition, value, onChange }} />;
  }
}

/** A value from before the choices were others stays in sight. */
function choices(options: readonly string[], value: unknown): string[] {
  return typeof value === 'string' && !options.includes(value) ? [...options, value] : [...options];
}

function TextInput({
  shared,
  definition,
  value,
  onChange,
}: Pick<AttributeInputProps, 'definition' | 'value' | 'onChange'> & { shared: object }) {
  const [typed, setTyped] = useState(text(value));
  const read = definition ? readAttribute(definition, typed) : readFree(typed, value);
  return (
    <Input
      {...shared}
      inputMode={definition?.type === 'number' ? 'decimal' : undefined}
      maxLength={4096}
      placeholder="Not known"
      value={typed}
      aria-invalid={read === undefined || undefined}
      title={read === undefined ? 'This is no number' : undefined}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={() => {
        if (read === undefined) setTyped(text(value));
        else if (read !== (value ?? null)) onChange(read);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') setTyped(text(value));
      }}
    />
  );
}

/** What was a number or a yes stays one when it is changed to another. */
function readFree(typed: string, before: unknown): AttributeValue {
  const trimmed = typed.trim();
  if (trimmed === '') return null;
  if (typeof before === 'number' && /^-?\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed);
  if (typeof before === 'boolean' && /^(true|false)$/.test(trimmed)) return trimmed === 'true';
  return trimmed;
}

function text(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
