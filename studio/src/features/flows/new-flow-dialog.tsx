import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { api } from '../../shared/api/api.ts';
import { errorText } from '../../shared/api/errors.ts';
import { keys } from '../../shared/api/queries.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Field } from '../../shared/ui/field.tsx';
import { FormDialog } from '../../shared/ui/form-dialog.tsx';
import { Input, Select } from '../../shared/ui/input.tsx';

interface NewFlow {
  name: string;
  from: 'empty' | 'optIn';
}

/** Loaded when it is asked for: samples bring all node types along. */
async function optInDraft(): Promise<Record<string, unknown>> {
  const { optInFlow } = await import('../../../../core/flow/samples/opt-in.ts');
  return { ...optInFlow };
}

export function NewFlowDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const form = useForm<NewFlow>({ defaultValues: { name: '', from: 'empty' } });

  const create = useMutation({
    mutationFn: async ({ name, from }: NewFlow) => {
      const draft = from === 'optIn' ? { draft: await optInDraft() } : {};
      return api.call('createFlow', { params: { org: orgId }, body: { name: name.trim(), ...draft } });
    },
    onSuccess: async (flow) => {
      await queryClient.invalidateQueries({ queryKey: keys.flows(orgId) });
      close();
      await navigate({ to: '/flows/$flowId', params: { flowId: flow.id } });
    },
    onError: (error) => toast.error('The flow was not created', { description: errorText(error) }),
  });

  function close() {
    form.reset();
    onClose();
  }

  return (
    <FormDialog
      isOpen={isOpen}
      onClose={close}
      title="New flow"
      description="Give it a name your team will recognise. Nothing is sent until you publish it."
      className="max-w-md"
      action="Create flow"
      isBusy={create.isPending}
      onSubmit={(event) => void form.handleSubmit((values) => create.mutate(values))(event)}
    >
      <Field label="Name" error={form.formState.errors.name?.message}>
        <Input
          autoFocus
          maxLength={200}
          placeholder="Order updates"
          {...form.register('name', {
            validate: (name) => name.trim() !== '' || 'Enter a name.',
          })}
        />
      </Field>
      <Field label="Start with">
        <Select {...form.register('from')}>
          <option value="empty">An empty canvas</option>
          <option value="optIn">Opt-in: ask, wait for the confirmation, note consent</option>
        </Select>
      </Field>
    </FormDialog>
  );
}
