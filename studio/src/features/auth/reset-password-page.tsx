import { useLoaderData, useNavigate } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { setNewPassword, useSession } from '../../shared/session/session.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Field } from '../../shared/ui/field.tsx';
import { Input } from '../../shared/ui/input.tsx';
import { AuthLayout } from './auth-layout.tsx';
import { MIN_PASSWORD, newPasswordRules, showFailure, SubmitButton, TextLink } from './form-parts.tsx';
import { FormError } from '../../shared/ui/form-error.tsx';
import { Link } from '@tanstack/react-router';

/** Where the link of the mail leads: whoever opened it is signed in by it. */
export function ResetPasswordPage() {
  const outcome = useLoaderData({ from: '/reset-password' });
  const session = useSession();
  if (outcome.kind === 'failed' || session.status !== 'signedIn') {
    return (
      <AuthLayout
        title="This link is of no use"
        subtitle={
          outcome.kind === 'failed'
            ? 'It has expired, or was used already.'
            : 'Open the newest link from your mail, or ask for another.'
        }
        footer={<TextLink to="/sign-in">Back to sign-in</TextLink>}
      >
        <Button asChild variant="primary" className="h-10 w-full">
          <Link to="/forgot-password">Mail me a new link</Link>
        </Button>
      </AuthLayout>
    );
  }
  return <NewPasswordForm email={session.email} />;
}

function NewPasswordForm({ email }: { email: string }) {
  const navigate = useNavigate();
  const form = useForm<{ password: string }>({ defaultValues: { password: '' } });
  const { errors, isSubmitting } = form.formState;

  async function submit({ password }: { password: string }) {
    try {
      await setNewPassword(password);
      toast.success('Your new password is set');
      await navigate({ to: '/inbox', replace: true });
    } catch (error) {
      showFailure(form.setError, error);
    }
  }

  return (
    <AuthLayout title="Choose a new password" subtitle={`for ${email}`}>
      <form onSubmit={(event) => void form.handleSubmit(submit)(event)} noValidate className="space-y-4">
        <input type="hidden" autoComplete="username" value={email} readOnly />
        <Field
          label="New password"
          hint={`At least ${MIN_PASSWORD} characters.`}
          error={errors.password?.message}
        >
          <Input
            type="password"
            autoComplete="new-password"
            autoFocus
            className="h-10"
            {...form.register('password', newPasswordRules)}
          />
        </Field>
        <FormError message={errors.root?.message} />
        <SubmitButton isBusy={isSubmitting}>Set the password</SubmitButton>
      </form>
    </AuthLayout>
  );
}
