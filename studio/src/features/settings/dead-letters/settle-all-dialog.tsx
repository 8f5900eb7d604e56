import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog } from '../../../shared/ui/dialog.tsx';
import { RequestError } from '../../../shared/ui/request-error.tsx';
import { refreshLetters, settleAll, type Cause } from './queries.ts';

export interface SettleAll {
  action: 'replay' | 'dismiss';
  cause: Cause;
}

const words = {
  replay: {
    title: 'Try all of them again?',
    hint: 'Each is tried once more, in the background. Whoever wrote may get an answer now.',
    confirm: 'Try all again',
    done: (count: string) => `${count} to be tried again`,
  },
  dismiss: {
    title: 'Dismiss all of them?',
    hint: 'Nothing more is done about them. They stay in the list of dismissed ones, where each can still be tried again.',
    confirm: 'Dismiss all',
    done: (count: string) => `${count} dismissed`,
  },
};

/** Asks before something is done to all that failed for one cause. */
export function SettleAllDialog({ action, cause, onClose }: SettleAll & { onClose: () => void }) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const { title, hint, confirm, done } = words[action];
  const settle = useMutation({
    mutationFn: () => settleAll(orgId, action, { kind: cause.kind, cause: cause.cause }),
    onSuccess: (count) => {
      toast.success(done(counted(count)));
      onClose();
    },
    onSettled: () => refreshLetters(queryClient, orgId),
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      description={hint}
      className="max-w-md"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" isBusy={settle.isPending} onClick={() => settle.mutate()}>
            {confirm}
          </Button>
        </>
      }
    >
      <p className="text-sm">
        <span className="font-medium">{counted(cause.open)}</span>
        <span className="text-muted">
          {' '}
          · {cause.title} · {cause.kindTitle}
        </span>
      </p>
      <RequestError error={settle.error} />
    </Dialog>
  );
}

function counted(count: number): string {
  return count === 1 ? '1 failed delivery' : `${count.toLocaleString()} failed deliveries`;
}
