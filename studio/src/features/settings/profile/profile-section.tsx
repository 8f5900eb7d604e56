import { useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { errorText } from '../../../shared/api/errors.ts';
import { keys } from '../../../shared/api/queries.ts';
import { setNewPassword, setOwnName } from '../../../shared/session/session.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Field } from '../../../shared/ui/field.tsx';
import { Input } from '../../../shared/ui/input.tsx';
import { Section } from '../section.tsx';

/** One's own name and password; they are the same in all workspaces. */
export function ProfileSection() {
  const { userName, email, orgId } = useWorkspace();
  const queryClient = useQueryClient();
  return (
    <div className="max-w-2xl space-y-6">
      <Section title="Profile" hint={`You are signed in as ${email}.`}>
        <OneField
          label="Your name"
          initial={userName === email ? '' : userName}
          action="Save"
          autoComplete="name"
          save={async (name) => {
            await setOwnName(name);
            await queryClient.invalidateQueries({ queryKey: keys.me });
            void queryClient.invalidateQueries({ queryKey: keys.members(orgId) });
            toast.success('Your name is saved');
          }}
          check={(name) => (name === '' ? 'Enter your name.' : null)}
        />
      </Section>
      <Section title="Password" hint="You stay signed in here; other devices are signed out.">
        <OneField
          label="New password"
          type="password"
          initial=""
          action="Change password"
          autoComplete="new-password"
          save={async (password) => {
            await setNewPassword(password);
            toast.success('Your new password is set');
          }}
          check={(password) => (password.length < 8 ? 'Use at least 8 characters.' : null)}
        />
      </Section>
    </div>
  );
}

interface OneFieldProps {
  label: string;
  initial: string;
  action: string;
  type?: 'text' | 'password';
  autoComplete: string;
  save: (value: string) => Promise<void>;
  check: (value: string) => string | null;
}

function OneField({ label, initial, action, type = 'text', autoComplete, save, check }: OneFieldProps) {
  const form = useForm<{ value: string }>({ defaultValues: { value: initial } });
  const { errors, isSubmitting, isDirty } = form.formState;
  // A password is taken as it was typed.
  const read = (value: string) => (type === 'password' ? value : value.trim());

  async function submit({ value }: { value: string }) {
    try {
      await save(read(value));
      form.reset({ value: type === 'password' ? '' : read(value) });
    } catch (error) {
      form.setError('value', { message: errorText(error) });
    }
  }

  return (
    <form
      noValidate
      onSubmit={(event) => void form.handleSubmit(submit)(event)}
      className="max-w-sm space-y-3"
    >
      <Field label={label} error={errors.value?.message}>
        <Input
          type={type}
          autoComplete={autoComplete}
          maxLength={type === 'password' ? 72 : 100}
          {...form.register('value', { validate: (value) => check(read(value)) ?? true })}
        />
      </Field>
      <Button type="submit" isBusy={isSubmitting} disabled={!isDirty}>
        {action}
      </Button>
    </form>
  );
}
