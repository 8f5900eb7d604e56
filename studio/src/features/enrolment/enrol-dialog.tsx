import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { toast } from 'sonner';
import type { FlowSummary, ManualEntry } from '../../../../core/api/schemas.ts';
import { errorText } from '../../shared/api/errors.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { AudienceFields } from './audience-fields.tsx';
import { audienceOf, newAudience, type AudienceDraft } from './audience.ts';
import { EntryNote } from './entry-note.tsx';
import { useEnrol } from './use-enrol.ts';

export interface EnrolDialogProps {
  flow: Pick<FlowSummary, 'id' | 'name'> & { manualEntry: ManualEntry };
  onClose: () => void;
}

/** Whom to enrol in a live flow. Mounted while it is open. */
export function EnrolDialog({ flow, onClose }: EnrolDialogProps) {
  const navigate = useNavigate();
  const [draft, setDraft] = useState(newAudience);
  const enrol = useEnrol();
  const audience = audienceOf(draft);

  function start(): void {
    if (audience === null) return;
    const showJobs = () =>
      void navigate({ to: '/flows/$flowId', params: { flowId: flow.id }, search: { show: 'jobs' } });
    enrol.mutate(
      { flowId: flow.id, audience },
      {
        onSuccess: () => {
          toast.success(`People are being enrolled in “${flow.name}”`, {
            action: { label: 'Show', onClick: showJobs },
          });
          onClose();
        },
      },
    );
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Enrol people in “${flow.name}”`}
      description="They start at “Started by people”, in the background."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={audience === null} isBusy={enrol.isPending} onClick={start}>
            {startLabel(draft)}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <AudienceFields draft={draft} onChange={setDraft} />
        <EntryNote entry={flow.manualEntry} />
        {enrol.error && (
          <p role="alert" className="text-sm text-danger">
            {errorText(enrol.error)}
          </p>
        )}
      </div>
    </Dialog>
  );
}

function startLabel({ kind, people }: AudienceDraft): string {
  if (kind === 'all') return 'Enrol everybody';
  if (kind !== 'people' || people.length === 0) return 'Enrol';
  return people.length === 1 ? 'Enrol 1 person' : `Enrol ${people.length} people`;
}
