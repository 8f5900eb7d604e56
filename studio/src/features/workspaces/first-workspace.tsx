import { useState } from 'react';
import { errorText } from '../../shared/api/errors.ts';
import { signOut } from '../../shared/session/session.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Field } from '../../shared/ui/field.tsx';
import { Input } from '../../shared/ui/input.tsx';
import { Logo } from '../../shared/ui/logo.tsx';
import { useCreateWorkspace } from './use-create-workspace.ts';

/** What somebody sees who is in no workspace: the first step. */
export function FirstWorkspace({ email }: { email: string | null }) {
  const [name, setName] = useState('');
  const create = useCreateWorkspace();
  return (
    <main className="grid min-h-full place-items-center px-6 py-12">
      <div className="w-full max-w-md">
        <div className="rounded-2xl border border-border bg-surface p-8 shadow-card">
          <Logo className="size-10" />
          <h1 className="mt-5 text-2xl font-semibold tracking-tight">Create your workspace</h1>
          <p className="mt-1 text-sm text-muted">
            The place for your team, your WhatsApp number and your flows. You can invite people next.
          </p>
          <form
            className="mt-6 space-y-4"
            onSubmit={(event) => {
              event.preventDefault();
              create.mutate(name.trim());
            }}
          >
            <Field
              label="Name"
              hint="Your company or team. You can change it later."
              error={create.error ? errorText(create.error) : null}
            >
              <Input
                autoFocus
                required
                maxLength={200}
                placeholder="Acme"
                className="h-10"
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            </Field>
            <Button
              type="submit"
              variant="primary"
              className="h-10 w-full"
              isBusy={create.isPending}
              disabled={name.trim() === ''}
            >
              Create workspace
            </Button>
          </form>
        </div>
        <p className="mt-5 text-center text-sm text-muted">
          Your team has one already? Ask them to invite{' '}
          <strong className="font-medium">{email ?? 'you'}</strong>, and open the link in the mail.
        </p>
        <p className="mt-2 text-center">
          <Button variant="link" onClick={() => void signOut()}>
            Sign out
          </Button>
        </p>
      </div>
    </main>
  );
}
