/** What the forms of these pages share. */
import { createLink } from '@tanstack/react-router';
import type { ComponentProps } from 'react';
import type { FieldValues, UseFormSetError } from 'react-hook-form';
import { errorText } from '../../shared/api/errors.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Field } from '../../shared/ui/field.tsx';
import { Input } from '../../shared/ui/input.tsx';

export const MIN_PASSWORD = 8;

export const emailRules = {
  required: 'Enter your email address.',
  pattern: { value: /^\s*\S+@\S+\.\S+\s*$/, message: 'This is not an email address.' },
};

export const newPasswordRules = {
  required: 'Choose a password.',
  minLength: { value: MIN_PASSWORD, message: `Use at least ${MIN_PASSWORD} characters.` },
};

export interface EmailFieldProps extends ComponentProps<typeof Input> {
  error?: string;
}

export function EmailField({ error, ...input }: EmailFieldProps) {
  return (
    <Field label="Email" error={error}>
      <Input type="email" autoComplete="username" className="h-10" {...input} />
    </Field>
  );
}

export function SubmitButton(props: ComponentProps<typeof Button>) {
  return <Button type="submit" variant="primary" className="h-10 w-full" {...props} />;
}

export const TextLink = createLink((props: ComponentProps<'a'>) => (
  <a {...props} className="font-medium text-primary underline underline-offset-4 hover:no-underline" />
));

/** Shows a failure of the whole form. */
export function showFailure<Values extends FieldValues>(
  setError: UseFormSetError<Values>,
  error: unknown,
): void {
  setError('root', { message: errorText(error) });
}
