import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { signUp, startSession, useSession, type NewAccount } from '../../shared/session/session.ts';
import { Field } from '../../shared/ui/field.tsx';
import { Input } from '../../shared/ui/input.tsx';
import { AuthLayout } from './auth-layout.tsx';
import { useAuthDraft } from './draft.ts';
import {
  EmailField,
  emailRules,
  MIN_PASSWORD,
  newPasswordRules,
  showFailure,
  SubmitButton,
  TextLink,
} from './form-parts.tsx';
import { FormError } from '../../shared/ui/form-error.tsx';
import { CheckMail } from './check-mail.tsx';

export function SignUpPage() {
  const { next } = useSearch({ from: '/sign-up' });
  const navigate = useNavigate();
  const isSignedIn = useSession((session) => session.status === 'signedIn');
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  const { email: draft } = useAuthDraft();
  const form = useForm<NewAccount>({ defaultValues: { name: '', email: draft, password: '' } });
  const { errors, isSubmitting } = form.formState;

  useEffect(() => {
    if (isSignedIn) void navigate({ href: next ?? '/inbox', replace: true });
  }, [isSignedIn, navigate, next]);
  useEffect(() => void startSession().catch(() => undefined), []);

  async function submit({ name, email, password }: NewAccount) {
    const address = email.trim();
    useAuthDraft.setState({ email: address });
    try {
      const outcome = await signUp({ name: name.trim(), email: address, password }, next);
      if (outcome === 'checkMail') setMailedTo(address);
    } catch (error) {
      showFailure(form.setError, error);
    }
  }

  const signInLink = (
    <TextLink
      to="/sign-in"
      search={{ next }}
      onClick={() => useAuthDraft.setState({ email: form.getValues('email').trim() })}
    >
      Sign in
    </TextLink>
  );
  if (mailedTo) {
    return (
      <CheckMail
        address={mailedTo}
        footer={<>Nothing came? Look into the spam folder. You have an account already? {signInLink}</>}
      >
        Open the link in it to confirm your address; then you are in.
      </CheckMail>
    );
  }
  return (
    <AuthLayout
      title="Create your account"
      subtitle="It takes a minute."
      footer={<>You have an account? {signInLink}</>}
    >
      <form onSubmit={(event) => void form.handleSubmit(submit)(event)} noValidate className="space-y-4">
        <Field label="Your name" hint="Your team sees it." error={errors.name?.message}>
          <Input
            autoComplete="name"
            autoFocus
            maxLength={100}
            className="h-10"
            {...form.register('name', { validate: (name) => name.trim() !== '' || 'Enter your name.' })}
          />
        </Field>
        <EmailField error={errors.email?.message} {...form.register('email', emailRules)} />
        <Field
          label="Password"
          hint={`At least ${MIN_PASSWORD} characters.`}
          error={errors.password?.message}
        >
          <Input
            type="password"
            autoComplete="new-password"
            className="h-10"
            {...form.register('password', newPasswordRules)}
          />
        </Field>
        <FormError message={errors.root?.message} />
        <SubmitButton isBusy={isSubmitting}>Create account</SubmitButton>
      </form>
    </AuthLayout>
  );
}
