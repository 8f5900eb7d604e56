import { useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';
import { Input } from './input.tsx';
import { RequestError } from './request-error.tsx';

export interface ConfirmDialogProps {
  title: string;
  description: ReactNode;
  /** Labels of the two buttons. */
  confirm: string;
  cancel?: string;
  /** What is done when they agree. */
  change: { isPending: boolean; error: unknown; mutate: () => void };
  /** Has to be typed first, where a click would be too easy. */
  typed?: string;
  onClose: () => void;
  children?: ReactNode;
}

/** Asks before something is done that can't be taken back. */
export function ConfirmDialog({
  title,
  description,
  confirm,
  cancel = 'Cancel',
  change,
  typed,
  onClose,
  children,
}: ConfirmDialogProps) {
  const [written, setWritten] = useState('');
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      description={description}
      className="max-w-md"
      footer={
        <>
          <Button onClick={onClose}>{cancel}</Button>
          <Button
            variant="danger"
            isBusy={change.isPending}
            disabled={typed !== undefined && written.trim() !== typed.trim()}
            onClick={() => change.mutate()}
          >
            {confirm}
          </Button>
        </>
      }
    >
      {children}
      {typed !== undefined && (
        <Field label={`Type “${typed}” to confirm`}>
          <Input
            autoFocus
            autoComplete="off"
            value={written}
            onChange={(event) => setWritten(event.target.value)}
          />
        </Field>
      )}
      <RequestError error={change.error} />
    </Dialog>
  );
}
