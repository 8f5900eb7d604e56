import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import type { Secret } from '../../../../core/api/secrets.ts';
import { api } from '../../shared/api/api.ts';
import { ApiError, errorText } from '../../shared/api/errors.ts';
import { isSurroundings, keys, secretsQuery } from '../../shared/api/queries.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { Field } from '../../shared/ui/field.tsx';
import { Input } from '../../shared/ui/input.tsx';

interface NewSecret {
  name: string;
  value: string;
}

export interface SecretsDialogProps {
  isOpen: boolean;
  onClose: () => void;
  /** The name that was added or got a new value. */
  onSet?: (name: string) => void;
}

/** Adds, replaces and deletes secrets. Values go in here and never come back. */
export function SecretsDialog({ isOpen, onClose, onSet }: SecretsDialogProps) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const secrets = useQuery({ ...secretsQuery(orgId), enabled: isOpen }).data?.items ?? [];
  const form = useForm<NewSecret>({ defaultValues: { name: '', value: '' } });
  const { errors } = form.formState;

  const set = useMutation({
    mutationFn: ({ name, value }: NewSecret) =>
      api.call('setSecret', { params: { org: orgId, name: name.trim() }, body: { value } }),
    onSuccess: async ({ name }) => {
      form.reset();
      toast.success(`The secret ${name} is saved`);
      await readAnew(queryClient, orgId);
      onSet?.(name);
    },
    onError: (error) => {
      const wrong = error instanceof ApiError ? error.fields[0] : undefined;
      if (wrong?.field === 'name' || wrong?.field === 'value') {
        form.setError(wrong.field, { message: wrong.message });
      } else form.setError('root', { message: errorText(error) });
    },
    // The value isn't kept in memory for longer than its request.
    gcTime: 0,
  });

  function close() {
    form.reset();
    set.reset();
    onClose();
  }

  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title="Secrets"
      description="Keys and tokens that steps use by name. They are stored encrypted, and nobody can read them back: to change one, set it again."
      className="max-w-md"
      footer={
        <>
          <Button onClick={close}>Close</Button>
          <Button type="submit" form="set-secret" variant="primary" isBusy={set.isPending}>
            Save secret
          </Button>
        </>
      }
    >
      <div className="space-y-5">
        {secrets.length > 0 && <SecretList secrets={secrets} />}
        <form
          id="set-secret"
          noValidate
          autoComplete="off"
          className="space-y-4"
          onSubmit={(event) => {
            // A form inside a dialog of another form: React's events travel up to that one.
            event.stopPropagation();
            void form.handleSubmit((values) => set.mutate(values))(event);
          }}
        >
          <Field label="Name" hint="Letters, digits, _, . and -" error={errors.name?.message}>
            <Input
              className="font-mono text-[13px]"
              spellCheck={false}
              maxLength={63}
              placeholder="crm_key"
              {...form.register('name', {
                validate: (name) =>
                  /^[a-z][a-z0-9_.-]{0,62}$/i.test(name.trim()) ||
                  'Use letters, digits, _, . and -, a letter first.',
              })}
            />
          </Field>
          <Field label="Value" error={errors.value?.message}>
            <Input
              type="password"
              autoComplete="new-password"
              spellCheck={false}
              maxLength={8_192}
              {...form.register('value', { validate: (value) => value.trim() !== '' || 'Enter the value.' })}
            />
          </Field>
          {errors.root && (
            <p role="alert" className="text-sm text-danger">
              {errors.root.message}
            </p>
          )}
        </form>
      </div>
    </Dialog>
  );
}

/** An open flow finds fault with names that it doesn't know. */
async function readAnew(queryClient: QueryClient, orgId: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: keys.secrets(orgId) }),
    queryClient.invalidateQueries({ predicate: isSurroundings }),
  ]);
}

function SecretList({ secrets }: { secrets: readonly Secret[] }) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: (name: string) => api.call('deleteSecret', { params: { org: orgId, name } }),
    onSuccess: async ({ name }) => {
      toast.success(`The secret ${name} is deleted; steps that name it fail from now on`);
      await readAnew(queryClient, orgId);
    },
    onError: (error) => void toast.error(errorText(error)),
  });
  return (
    <ul className="divide-y divide-border rounded-lg border border-border">
      {secrets.map(({ name }) => (
        <li key={name} className="flex items-center gap-2 py-1 pr-1 pl-3">
          <code className="min-w-0 flex-1 truncate font-mono text-[13px]">{name}</code>
          <Button
            variant="ghost"
            size="iconSm"
            className="hover:text-danger"
            aria-label={`Delete the secret ${name}`}
            disabled={remove.isPending}
            onClick={() => {
              if (window.confirm(`Delete the secret ${name}? Steps that name it fail from then on.`)) {
                remove.mutate(name);
              }
            }}
          >
            <Trash2 aria-hidden />
          </Button>
        </li>
      ))}
    </ul>
  );
}
