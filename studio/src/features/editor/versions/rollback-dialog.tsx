import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useMemo, useState } from 'react';
import { toast } from 'sonner';
import type { Flow } from '../../../../../core/api/schemas.ts';
import { diffFlows } from '../../../../../core/flow/diff.ts';
import { api } from '../../../shared/api/api.ts';
import { errorText } from '../../../shared/api/errors.ts';
import { keys } from '../../../shared/api/queries.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog } from '../../../shared/ui/dialog.tsx';
import { Field } from '../../../shared/ui/field.tsx';
import { Textarea } from '../../../shared/ui/input.tsx';
import { Skeleton } from '../../../shared/ui/states.tsx';
import { useEditorStore } from '../store/editor-store.ts';
import { ChangeList } from './change-list.tsx';
import { versionQuery } from './queries.ts';

/** An older version goes live again, as a new one: nothing that was published is ever lost. */
export function RollbackDialog({
  flow,
  number,
  onClose,
}: {
  flow: Flow;
  number: number;
  onClose: () => void;
}) {
  const { orgId } = useWorkspace();
  const store = useEditorStore();
  const queryClient = useQueryClient();
  const [note, setNote] = useState('');
  const [alsoDraft, setAlsoDraft] = useState(false);
  const checkboxId = useId();
  const live = flow.publishedVersion;
  const target = useQuery(versionQuery(orgId, flow.id, number)).data?.doc;
  const current = useQuery({
    ...versionQuery(orgId, flow.id, live ?? number),
    enabled: live !== null,
  }).data?.doc;
  const changes = useMemo(() => target && current && diffFlows(current, target), [target, current]);

  const republish = (version: number, words: string | null) =>
    api.call('rollbackFlow', { params: { org: orgId, flow: flow.id }, body: { version, note: words } });
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: keys.flows(orgId) }),
      queryClient.invalidateQueries({ queryKey: keys.flow(orgId, flow.id) }),
    ]);

  const rollback = useMutation({
    mutationFn: () => republish(number, note.trim() || null),
    onSuccess: (version) => {
      const draftBefore = store.getState().history.doc;
      // As an edit of the author's, so that it is saved like one and undone like one.
      if (alsoDraft && target) store.getState().dispatch({ kind: 'replaceDoc', doc: target });
      store.setState({ viewedVersion: null });
      toast.success(`Back to version ${number}: it is live as version ${version.number}`, {
        duration: 12_000,
        action: live === null ? undefined : { label: 'Undo', onClick: () => undo.mutate(draftBefore) },
      });
      onClose();
      void refresh();
    },
  });
  const undo = useMutation({
    mutationFn: (_draftBefore: typeof target) => republish(live ?? number, 'Undone: going back'),
    onSuccess: (version, draftBefore) => {
      if (alsoDraft && draftBefore) store.getState().dispatch({ kind: 'replaceDoc', doc: draftBefore });
      toast.success(`Undone: version ${live} is live again, as version ${version.number}`);
      void refresh();
    },
    onError: (error) => toast.error('That could not be undone', { description: errorText(error) }),
  });

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Go back to version ${number}`}
      description="It goes live at once, as a new version. People on their way finish on the version they began with."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" isBusy={rollback.isPending} onClick={() => rollback.mutate()}>
            Go back to version {number}
          </Button>
        </>
      }
    >
      {live !== null && (
        <section aria-label="What changes" className="space-y-1.5">
          <h3 className="text-[13px] font-medium">What this changes in the live version {live}</h3>
          {changes ? <ChangeList changes={changes} className="-mx-2" /> : <Skeleton className="h-12" />}
        </section>
      )}
      <Field label="Note" hint="Why, for your team. Optional." className="mt-4">
        <Textarea value={note} maxLength={500} rows={2} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <label htmlFor={checkboxId} className="mt-4 flex items-start gap-2 text-[13px]">
        <input
          id={checkboxId}
          type="checkbox"
          checked={alsoDraft}
          onChange={(event) => setAlsoDraft(event.target.checked)}
          className="mt-0.5 size-4 accent-primary"
        />
        <span>
          <span className="font-medium">Also go on from it in the draft</span>
          <span className="block text-xs text-muted">
            It takes the draft’s place, and Undo brings your draft back. Otherwise the draft stays as it is.
          </span>
        </span>
      </label>
      {rollback.isError && (
        <p role="alert" className="mt-3 rounded-lg bg-danger-soft px-3 py-2 text-sm text-danger">
          {errorText(rollback.error)}
        </p>
      )}
    </Dialog>
  );
}
