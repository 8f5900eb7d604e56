import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { requestPasswordReset } from '../../shared/session/session.ts';
import { AuthLayout } from './auth-layout.tsx';
import { CheckMail } from './check-mail.tsx';
import { useAuthDraft } from './draft.ts';
import { EmailField, emailRules, showFailure, SubmitButton, TextLink } from './form-parts.tsx';
import { FormError } from '../../shared/ui/form-error.tsx';

export function ForgotPasswordPage() {
  const { email: draft } = useAuthDraft();
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  const form = useForm<{ email: string }>({ defaultValues: { email: draft } });
  const { errors, isSubmitting } = form.formState;
  const back = <TextLink to="/sign-in">Back to sign-in</TextLink>;

  async function submit({ email }: { email: string }) {
    const address = email.trim();
    useAuthDraft.setState({ email: address });
    try {
      await requestPasswordReset(address);
      setMailedTo(address);
    } catch (error) {
      showFailure(form.setError, error);
    }
  }

  if (mailedTo) {
    return (
      <CheckMail address={mailedTo} footer={back}>
        If there is an account, the mail holds a link to choose a new password.
      </CheckMail>
    );
  }
  return (
    <AuthLayout
      title="Forgot your password?"
      subtitle="We mail you a link to choose a new one."
      footer={back}
    >
      <form onSubmit={(event) => void form.handleSubmit(submit)(event)} noValidate className="space-y-4">
        <EmailField autoFocus error={errors.email?.message} {...form.register('email', emailRules)} />
        <FormError message={errors.root?.message} />
        <SubmitButton isBusy={isSubmitting}>Mail me a link</SubmitButton>
      </form>
    </AuthLayout>
  );
}
