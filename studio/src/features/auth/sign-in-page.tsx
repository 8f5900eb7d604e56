import { useNavigate, useSearch } from '@tanstack/react-router';
import { Bot, Clock, MessagesSquare } from 'lucide-react';
import { useEffect } from 'react';
import { useForm } from 'react-hook-form';
import { signIn, startSession, useSession } from '../../shared/session/session.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Field } from '../../shared/ui/field.tsx';
import { Input } from '../../shared/ui/input.tsx';
import { Logo } from '../../shared/ui/logo.tsx';

interface SignInForm {
  email: string;
  password: string;
}

const promises = [
  { icon: Bot, text: 'Draw conversations that ask, branch, wait and follow up.' },
  { icon: Clock, text: 'Waits of days survive every restart; the 24-hour window is watched for you.' },
  { icon: MessagesSquare, text: 'Take over from the bot in one click, and hand back when you are done.' },
];

export function SignInPage() {
  const { next } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const isSignedIn = useSession((session) => session.status === 'signedIn');
  const form = useForm<SignInForm>({ defaultValues: { email: '', password: '' } });
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
      form.setError('root', { message: error instanceof Error ? error.message : String(error) });
      form.setFocus('password', { shouldSelect: true });
    }
  }

  return (
    <main className="grid min-h-full lg:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]">
      <div className="flex items-center justify-center px-6 py-12">
        <form
          onSubmit={(event) => void form.handleSubmit(submit)(event)}
          noValidate
          className="w-full max-w-sm"
        >
          <div className="mb-8 flex items-center gap-2.5">
            <Logo className="size-9" />
            <span className="text-xl font-semibold tracking-tight">Parley</span>
          </div>
          <h1 className="text-2xl font-semibold tracking-tight">Sign in</h1>
          <p className="mt-1 mb-6 text-sm text-muted">to your WhatsApp workspace</p>
          <div className="space-y-4">
            <Field label="Email" error={errors.email?.message}>
              <Input
                type="email"
                autoComplete="username"
                autoFocus
                className="h-10"
                {...form.register('email', {
                  required: 'Enter your email address.',
                  pattern: { value: /^\S+@\S+$/, message: 'This is not an email address.' },
                })}
              />
            </Field>
            <Field label="Password" error={errors.password?.message}>
              <Input
                type="password"
                autoComplete="current-password"
                className="h-10"
                {...form.register('password', { required: 'Enter your password.' })}
              />
            </Field>
            {errors.root && (
              <p role="alert" className="rounded-lg bg-danger-soft px-3 py-2 text-sm text-danger">
                {errors.root.message}
              </p>
            )}
            <Button type="submit" variant="primary" className="h-10 w-full" isBusy={isSubmitting}>
              Sign in
            </Button>
          </div>
        </form>
      </div>
      <aside className="relative hidden items-center justify-center overflow-hidden bg-[#0b5c48] p-12 text-white lg:flex dark:bg-[#0c2a22]">
        <div aria-hidden className="sign-in-dots absolute inset-0 opacity-25" />
        <div className="relative max-w-md">
          <Preview />
          <h2 className="mt-10 text-2xl leading-8 font-semibold tracking-tight">
            Conversations that run themselves, and hand over when it matters
          </h2>
          <ul className="mt-5 space-y-3 text-[15px] text-white/90">
            {promises.map(({ icon: Icon, text }) => (
              <li key={text} className="flex gap-3">
                <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
                {text}
              </li>
            ))}
          </ul>
        </div>
      </aside>
    </main>
  );
}

/** A few bubbles, for the picture only. */
function Preview() {
  return (
    <div aria-hidden className="space-y-2 text-sm text-[#111b21]">
      <p className="w-fit rounded-lg rounded-tl-none bg-white px-3 py-2 shadow">
        hi, do you have time on Friday?
      </p>
      <div className="ml-auto w-64 overflow-hidden rounded-lg rounded-tr-none bg-[#d9fdd3] shadow">
        <p className="px-3 py-2">Hello! What can we do for you?</p>
        {['Book a visit', 'Prices', 'Talk to a person'].map((title) => (
          <p key={title} className="border-t border-black/10 py-1.5 text-center font-medium text-[#00695c]">
            {title}
          </p>
        ))}
      </div>
      <p className="w-fit rounded-lg rounded-tl-none bg-white px-3 py-2 shadow">Book a visit</p>
    </div>
  );
}
