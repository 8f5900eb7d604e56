import { useId, type ComponentProps } from 'react';
import { Button } from './button.tsx';
import { Dialog, type DialogProps } from './dialog.tsx';
import { RequestError } from './request-error.tsx';

type FormProps = Pick<Required<ComponentProps<'form'>>, 'onSubmit'> &
  Pick<ComponentProps<'form'>, 'noValidate' | 'autoComplete'>;

export interface FormDialogProps extends Omit<DialogProps, 'footer'>, FormProps {
  /** Label of the button that sends the form. */
  action: string;
  isBusy: boolean;
  /** What is asked for can't be taken back. */
  isDanger?: boolean;
  /** Whether the form can be sent as it is. Default: yes. */
  isReady?: boolean;
  /** Why it was refused, where no field says so. */
  error?: unknown;
}

/** A dialog whose fields are sent together. */
export function FormDialog(props: FormDialogProps) {
  const {
    action,
    isBusy,
    isDanger = false,
    isReady = true,
    error,
    onSubmit,
    noValidate,
    autoComplete,
    children,
    ...dialog
  } = props;
  const id = useId();
  return (
    <Dialog
      {...dialog}
      footer={
        <>
          <Button onClick={dialog.onClose}>Cancel</Button>
          <Button
            type="submit"
            form={id}
            variant={isDanger ? 'danger' : 'primary'}
            isBusy={isBusy}
            disabled={!isReady}
          >
            {action}
          </Button>
        </>
      }
    >
      <form
        {...{ id, noValidate, autoComplete }}
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit(event);
        }}
      >
        {children}
        <RequestError error={error} />
      </form>
    </Dialog>
  );
}
