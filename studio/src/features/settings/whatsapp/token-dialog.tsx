import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import type { Waba } from '../../../../../core/api/wabas.ts';
import { api } from '../../../shared/api/api.ts';
import { ApiError, errorText } from '../../../shared/api/errors.ts';
import { keys } from '../../../shared/api/queries.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Field } from '../../../shared/ui/field.tsx';
import { FormDialog } from '../../../shared/ui/form-dialog.tsx';
import { Input } from '../../../shared/ui/input.tsx';
import { FormError } from '../../../shared/ui/form-error.tsx';

/** Meta's own words, with what they are about. */
function whyNot(error: Error): string {
  const isRefused = error instanceof ApiError && error.code === 'token_refused';
  return isRefused ? `${error.title}. ${error.message}` : errorText(error);
}

interface Values {
  metaWabaId: string;
  accessToken: string;
}

export interface TokenDialogProps {
  /** The account that gets a new token; a null one: a new account is connected. Null: closed. */
  target: { waba: Waba | null } | null;
  onClose: () => void;
}

/** Takes an access token; Meta is asked whether it reaches the account before anything is kept. */
export function TokenDialog({ target, onClose }: TokenDialogProps) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const waba = target?.waba ?? null;
  const form = useForm<Values>({ defaultValues: { metaWabaId: '', accessToken: '' } });
  const { errors } = form.formState;
  const save = useMutation({
    mutationFn: ({ metaWabaId, accessToken }: Values) =>
      waba
        ? api.call('setWabaAccessToken', { params: { org: orgId, waba: waba.id }, body: { accessToken } })
        : api.call('connectWaba', {
            params: { org: orgId },
            body: { metaWabaId: metaWabaId.trim(), accessToken },
          }),
    onSuccess: ({ numbers }) => {
      toast.success(
        waba
          ? 'The new token is in use'
          : `Connected, with ${numbers.length === 1 ? 'one number' : `${numbers.length} numbers`}`,
      );
      void queryClient.invalidateQueries({ queryKey: keys.wabas(orgId) });
      void queryClient.invalidateQueries({ queryKey: keys.numbers(orgId) });
      close();
    },
    onError: (error) => form.setError('root', { message: whyNot(error) }),
    // The token isn't kept in memory for longer than its request.
    gcTime: 0,
  });

  function close() {
    form.reset();
    save.reset();
    onClose();
  }

  return (
    <FormDialog
      isOpen={target !== null}
      onClose={close}
      title={waba ? 'Replace the access token' : 'Connect a WhatsApp account'}
      description="A token of a system user of your Meta business, with the permissions whatsapp_business_messaging and whatsapp_business_management. It is stored encrypted."
      className="max-w-md"
      action={waba ? 'Replace token' : 'Connect'}
      isBusy={save.isPending}
      noValidate
      autoComplete="off"
      onSubmit={(event) => void form.handleSubmit((values) => save.mutate(values))(event)}
    >
      {!waba && (
        <Field
          label="Account id"
          hint="WhatsApp Manager shows it under Account settings"
          error={errors.metaWabaId?.message}
        >
          <Input
            className="font-mono text-[13px]"
            inputMode="numeric"
            placeholder="102290129340398"
            {...form.register('metaWabaId', {
              validate: (id) => /^\d{5,25}$/.test(id.trim()) || 'Only the digits of the id.',
            })}
          />
        </Field>
      )}
      <Field label="Access token" error={errors.accessToken?.message}>
        <Input
          type="password"
          autoComplete="new-password"
          spellCheck={false}
          {...form.register('accessToken', {
            validate: (token) => token.trim().length >= 8 || 'Paste the token.',
          })}
        />
      </Field>
      <FormError message={errors.root?.message} />
    </FormDialog>
  );
}
