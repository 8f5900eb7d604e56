import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { toast } from 'sonner';
import type { Segment } from '../../../../core/api/segments.ts';
import type { SegmentRules } from '../../../../core/segments/rules.ts';
import { summariseRules } from '../../../../core/segments/summary.ts';
import { api } from '../../shared/api/api.ts';
import { ApiError } from '../../shared/api/errors.ts';
import { keys } from '../../shared/api/queries.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { Field } from '../../shared/ui/field.tsx';
import { Input } from '../../shared/ui/input.tsx';
import { RequestError } from '../../shared/ui/request-error.tsx';
import { checkRules, countTests, newGroup } from './draft.ts';
import { GroupFields } from './group-fields.tsx';
import { LiveCount } from './live-count.tsx';
import { useSegmentNames } from './use-segment-names.ts';

export interface SegmentDialogProps {
  /** Null: a new one. */
  segment: Segment | null;
  onClose: () => void;
}

/** Name and rules of a segment, with who belongs to it while one builds. Mounted while it is open. */
export function SegmentDialog({ segment, onClose }: SegmentDialogProps) {
  const [name, setName] = useState(segment?.name ?? '');
  const [draft, setDraft] = useState(segment?.rules ?? newGroup());
  const [showsProblems, setShowsProblems] = useState(segment !== null);
  const { rules, problems } = useMemo(() => checkRules(draft), [draft]);
  const save = useSave(segment, onClose);
  const names = useSegmentNames(draft);
  const isTaken = save.error instanceof ApiError && save.error.code === 'segment_exists';
  const nameError = isTaken
    ? 'There is already a segment with this name.'
    : showsProblems && name.trim() === ''
      ? 'Give it a name.'
      : null;
  const noProblems = useMemo(() => new Map<string, string>(), []);

  function submit() {
    setShowsProblems(true);
    if (rules && name.trim() !== '') save.mutate({ name: name.trim(), rules });
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={segment ? `Segment “${segment.name}”` : 'New segment'}
      description="Who belongs to it is found by these rules, now and whenever somebody asks."
      className="max-w-4xl"
      footer={
        <>
          <LiveCount rules={rules} />
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="segment" variant="primary" isBusy={save.isPending}>
            {segment ? 'Save' : 'Create segment'}
          </Button>
        </>
      }
    >
      <form
        id="segment"
        noValidate
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label="Name" error={nameError}>
          <Input
            autoFocus={segment === null}
            maxLength={200}
            value={name}
            onChange={(event) => {
              setName(event.target.value);
              if (isTaken) save.reset();
            }}
          />
        </Field>
        <section className="space-y-2">
          <h3 className="text-[13px] font-medium">Contacts for whom this holds</h3>
          <div className="rounded-lg border border-border p-2.5">
            <GroupFields
              group={draft}
              place=""
              depth={1}
              total={countTests(draft)}
              problems={showsProblems ? problems : noProblems}
              onChange={setDraft}
            />
          </div>
        </section>
        {rules && (
          <p className="text-[13px] text-muted" data-testid="summary">
            <span className="font-medium text-text">In words:</span> {summariseRules(rules, names)}
          </p>
        )}
        {segment?.isWatched && (
          <p className="text-xs text-muted">
            A published flow names this segment. Whoever belongs to it by changed rules has not entered it:
            changing them starts no flow.
          </p>
        )}
        <RequestError error={isTaken ? null : save.error} />
      </form>
    </Dialog>
  );
}

function useSave(segment: Segment | null, onSaved: () => void) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; rules: SegmentRules }) =>
      segment
        ? api.call('updateSegment', { params: { org: orgId, segment: segment.id }, body })
        : api.call('createSegment', { params: { org: orgId }, body }),
    onSuccess: async ({ name }) => {
      toast.success(segment ? `“${name}” was saved` : `“${name}” was created`);
      onSaved();
      await queryClient.invalidateQueries({ queryKey: keys.segments(orgId) });
    },
  });
}
