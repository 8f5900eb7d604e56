import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useForm } from 'react-hook-form';
import { signIn, startSession, useSession } from '../../shared/session/session.ts';
import { Field } from '../../shared/ui/field.tsx';
import { Input } from '../../shared/ui/input.tsx';
import { AuthLayout } from './auth-layout.tsx';
import { useAuthDraft } from './draft.ts';
import { EmailField, emailRules, showFailure, SubmitButton, TextLink } from './form-parts.tsx';
import { FormError } from '../../shared/ui/form-error.tsx';

interface SignInForm {
  email: string;
  password: string;
}

export function SignInPage() {
  const { next } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const isSignedIn = useSession((session) => session.status === 'signedIn');
  const { email: draft } = useAuthDraft();
  const form = useForm<SignInForm>({ defaultValues: { email: draft, password: '' } });
  const { errors, isSubmitting } = form.formState;

  useEffect(() => {
    if (isSignedIn) void navigate({ href: next ?? '/inbox', replace: true });
  }, [isSignedIn, navigate, next]);

  // The code for signing in loads while the form is filled in.
  useEffect(() => void startSession().catch(() => undefined), []);

  async function submit({ email, password }: SignInForm) {
    try {
      await signIn(email.trim(), password);
    } catch (error) {
      showFailure(form.setError, error);
      form.setFocus('password', { shouldSelect: true });
    }
  }

  const keepEmail = () => useAuthDraft.setState({ email: form.getValues('email').trim() });
  return (
    <AuthLayout
      title="Sign in"
      subtitle="to your WhatsApp workspace"
      footer={
        <>
          New here?{' '}
          <TextLink to="/sign-up" search={{ next }} onClick={keepEmail}>
            Create an account
          </TextLink>
        </>
      }
    >
      <form onSubmit={(event) => void form.handleSubmit(submit)(event)} noValidate className="space-y-4">
        <EmailField autoFocus error={errors.email?.message} {...form.register('email', emailRules)} />
        <Field label="Password" error={errors.password?.message}>
          <Input
            type="password"
            autoComplete="current-password"
            className="h-10"
            {...form.register('password', { required: 'Enter your password.' })}
          />
        </Field>
        <FormError message={errors.root?.message} />
        <SubmitButton isBusy={isSubmitting}>Sign in</SubmitButton>
        <p className="text-center text-sm">
          <TextLink to="/forgot-password" onClick={keepEmail}>
            Forgot your password?
          </TextLink>
        </p>
      </form>
    </AuthLayout>
  );
}
