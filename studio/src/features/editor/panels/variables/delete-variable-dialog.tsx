import { ConfirmDialog } from '../../../../shared/ui/confirm-dialog.tsx';
import type { UsersOfVariable } from '../../document/variable-edits.ts';

export interface DeleteVariableDialogProps {
  name: string;
  users: UsersOfVariable;
  onDelete: () => void;
  onClose: () => void;
}

/** Says what goes with a variable that is in use. */
export function DeleteVariableDialog({ name, users, onDelete, onClose }: DeleteVariableDialogProps) {
  const { readers, fillers } = users;
  return (
    <ConfirmDialog
      title={`Delete ${name}?`}
      description={
        readers.length > 0
          ? 'It is in use. Where nothing else fills it, texts show nothing in its place and conditions find nothing.'
          : 'Steps save in it and will go on doing so. Its type, its role and its value at the start are gone.'
      }
      confirm="Delete variable"
      change={{
        isPending: false,
        error: null,
        mutate: () => {
          onClose();
          onDelete();
        },
      }}
      onClose={onClose}
    >
      <dl className="space-y-2 text-sm">
        <Steps title="Read by" titles={readers} />
        <Steps title="Filled by" titles={fillers} />
      </dl>
    </ConfirmDialog>
  );
}

const MAX_SHOWN = 8;

function Steps({ title, titles }: { title: string; titles: readonly string[] }) {
  if (titles.length === 0) return null;
  const more = titles.length - MAX_SHOWN;
  return (
    <div>
      <dt className="text-xs font-medium text-muted">{title}</dt>
      <dd>
        {titles.slice(0, MAX_SHOWN).join(', ')}
        {more > 0 && ` and ${more} more`}
      </dd>
    </div>
  );
}
