import { useState } from 'react';
import { errorText } from '../../shared/api/errors.ts';
import { Field } from '../../shared/ui/field.tsx';
import { FormDialog } from '../../shared/ui/form-dialog.tsx';
import { Input } from '../../shared/ui/input.tsx';
import { useCreateWorkspace } from './use-create-workspace.ts';

export function CreateWorkspaceDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const create = useCreateWorkspace(onClose);
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title="New workspace"
      description="With people, numbers and flows of its own."
      className="max-w-md"
      action="Create"
      isBusy={create.isPending}
      isReady={name.trim() !== ''}
      onSubmit={() => create.mutate(name.trim())}
    >
      <Field label="Name" error={create.error ? errorText(create.error) : null}>
        <Input
          autoFocus
          required
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}
