import { useState } from 'react';
import { toast } from 'sonner';
import { errorText } from '../api/errors.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

export interface ConflictDialogProps {
  isOpen: boolean;
  /** What was saved by somebody else: "flow". */
  noun: string;
  onTakeTheirs: () => void;
  /** Puts what is on the screen over theirs; resolves to whether it is saved. */
  overwrite: () => Promise<boolean>;
}

/** Somebody else saved this draft meanwhile: nothing is overwritten or thrown away without a choice. */
export function ConflictDialog({ isOpen, noun, onTakeTheirs, overwrite }: ConflictDialogProps) {
  const [isBusy, setBusy] = useState(false);

  async function takeMine() {
    setBusy(true);
    try {
      if (await overwrite()) toast.success('Your version is saved');
    } catch (error) {
      toast.error('Your version was not saved', { description: errorText(error) });
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      isOpen={isOpen}
      // Closing is no choice: until one is made nothing can be saved.
      onClose={() => undefined}
      title={`Somebody else saved this ${noun}`}
      description="While you were editing, a newer draft arrived on the server: from a colleague, or from another tab of yours."
      className="max-w-md"
      footer={
        <>
          <Button onClick={onTakeTheirs} disabled={isBusy}>
            Reload theirs
          </Button>
          <Button variant="danger" isBusy={isBusy} onClick={() => void takeMine()}>
            Overwrite with mine
          </Button>
        </>
      }
    >
      <ul className="list-disc space-y-1 pl-5 text-sm text-muted">
        <li>
          <b className="font-medium text-text">Reload theirs</b> drops the changes you made since your last
          save.
        </li>
        <li>
          <b className="font-medium text-text">Overwrite with mine</b> replaces their draft with what you see
          here.
        </li>
      </ul>
    </Dialog>
  );
}
