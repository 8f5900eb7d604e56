import { isVariableName } from '../../../../../../core/flow/nodes/shared/fields.ts';
import { useState } from 'react';
import { Field } from '../../../../shared/ui/field.tsx';
import { Input } from '../../../../shared/ui/input.tsx';
import { typedName } from './variable-name.ts';

export interface VariableNameFieldProps {
  label: string;
  value: string;
  onChange: (name: string) => void;
  error?: string | null;
  hint?: string;
}

/** The name of a variable. Blanks become `_`; what can't be a name at all stays in the field and is not taken over. */
export function VariableNameField({ label, value, onChange, error, hint }: VariableNameFieldProps) {
  const [refused, setRefused] = useState<string | null>(null);
  const message =
    refused === null
      ? error
      : 'Use letters, digits and _, not a digit first, and none of Liquid’s own words.';
  return (
    <Field
      label={label}
      hint={hint ?? (value ? `Use it as {{ answers.${value} }}` : undefined)}
      error={message}
    >
      <Input
        className="font-mono text-[13px]"
        spellCheck={false}
        maxLength={64}
        placeholder="name"
        value={refused ?? value}
        onChange={(event) => {
          const name = typedName(event.target.value);
          const isTaken = name === '' || isVariableName(name);
          setRefused(isTaken ? null : name);
          if (isTaken) onChange(name);
        }}
        onBlur={() => setRefused(null)}
      />
    </Field>
  );
}
