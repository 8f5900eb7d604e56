import { useState } from 'react';
import { errorText } from '../../shared/api/errors.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { Field } from '../../shared/ui/field.tsx';
import { Input } from '../../shared/ui/input.tsx';
import { useCreateWorkspace } from './use-create-workspace.ts';

const FORM = 'create-workspace';

export function CreateWorkspaceDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const create = useCreateWorkspace(onClose);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="New workspace"
      description="With people, numbers and flows of its own."
      className="max-w-md"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={FORM}
            variant="primary"
            isBusy={create.isPending}
            disabled={name.trim() === ''}
          >
            Create
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate(name.trim());
        }}
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
      </form>
    </Dialog>
  );
}
