import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import type { SubscribableEvent } from '../../../../../core/api/webhook-event-types.ts';
import type { WebhookEndpoint } from '../../../../../core/api/webhooks.ts';
import { api } from '../../../shared/api/api.ts';
import { ApiError } from '../../../shared/api/errors.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Field } from '../../../shared/ui/field.tsx';
import { FormDialog } from '../../../shared/ui/form-dialog.tsx';
import { Input } from '../../../shared/ui/input.tsx';
import { EventChoice } from './event-choice.tsx';
import { NewSecret } from './new-secret.tsx';
import { webhooksKey } from './queries.ts';

export interface WebhookDialogProps {
  /** Null: a new one. */
  webhook: WebhookEndpoint | null;
  onClose: () => void;
}

/** Adds a webhook and shows its secret, which closing takes away for good; or changes one. */
export function WebhookDialog({ webhook, onClose }: WebhookDialogProps) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const [url, setUrl] = useState(webhook?.url ?? '');
  const [description, setDescription] = useState(webhook?.description ?? '');
  const [events, setEvents] = useState((webhook?.events ?? []) as SubscribableEvent[]);
  const body = { url: url.trim(), description: description.trim() || null, events };
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: webhooksKey(orgId) });

  const create = useMutation({
    // What is answered here is in no cache but this dialog's.
    gcTime: 0,
    mutationFn: () => api.call('createWebhookEndpoint', { params: { org: orgId }, body }),
    onSuccess,
  });
  const change = useMutation({
    mutationFn: ({ id }: WebhookEndpoint) =>
      api.call('updateWebhookEndpoint', { params: { org: orgId, endpoint: id }, body }),
    onSuccess: async () => {
      toast.success('The webhook is changed');
      onClose();
      await onSuccess();
    },
  });
  if (create.data) {
    return <NewSecret title="The webhook is ready" secret={create.data.secret} onClose={onClose} />;
  }

  const error = create.error ?? change.error;
  const fault = error instanceof ApiError ? error.fields.find(({ field }) => field === 'url') : undefined;
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title={webhook ? 'Change webhook' : 'New webhook'}
      action={webhook ? 'Save' : 'Add webhook'}
      isBusy={create.isPending || change.isPending}
      isReady={url.trim() !== '' && events.length > 0}
      error={fault ? null : error}
      noValidate
      onSubmit={() => (webhook ? change.mutate(webhook) : create.mutate())}
    >
      <Field
        label="Address"
        hint="Your server: https, and on the public Internet."
        error={fault && `This ${fault.message}.`}
      >
        <Input
          autoFocus
          required
          inputMode="url"
          maxLength={2000}
          placeholder="https://crm.example.com/parley"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
      </Field>
      <Field label="Description" hint="Optional: what it is for.">
        <Input maxLength={200} value={description} onChange={(event) => setDescription(event.target.value)} />
      </Field>
      <EventChoice chosen={events} onChange={setEvents} />
    </FormDialog>
  );
}
