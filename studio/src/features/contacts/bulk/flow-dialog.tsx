import { useQuery } from '@tanstack/react-query';
import { peopleText } from '../../../shared/lib/counted.ts';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { toast } from 'sonner';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Field } from '../../../shared/ui/field.tsx';
import { FormDialog } from '../../../shared/ui/form-dialog.tsx';
import { Select } from '../../../shared/ui/input.tsx';
import { EntryNote } from '../../enrolment/entry-note.tsx';
import { enrollableFlowsQuery } from '../../enrolment/queries.ts';
import { useEnrol } from '../../enrolment/use-enrol.ts';
import type { BulkDialogProps } from './bulk-form.tsx';

/** One job enrols them all, in the background. */
export function BulkFlowDialog({ ids, onClose, onDone }: BulkDialogProps) {
  const { orgId } = useWorkspace();
  const navigate = useNavigate();
  const flows = useQuery(enrollableFlowsQuery(orgId));
  const [flowId, setFlowId] = useState('');
  const enrol = useEnrol();
  const flow = flows.data?.find(({ id }) => id === flowId);

  function start() {
    if (!flow) return;
    const showJobs = () =>
      void navigate({ to: '/flows/$flowId', params: { flowId }, search: { show: 'jobs' } });
    enrol.mutate(
      { flowId, audience: { contactIds: [...ids] } },
      {
        onSuccess: () => {
          toast.success(`People are being enrolled in “${flow.name}”`, {
            action: { label: 'Show', onClick: showJobs },
          });
          onDone();
        },
      },
    );
  }

  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title={`Start a flow for ${peopleText(ids.size)}`}
      className="max-w-md"
      action="Start"
      isBusy={enrol.isPending}
      isReady={flow !== undefined}
      error={enrol.error ?? flows.error}
      onSubmit={start}
    >
      <Field
        label="Flow"
        hint={
          flows.data?.length === 0
            ? 'There is none yet: give a flow the trigger “Started by people” and publish it.'
            : undefined
        }
      >
        <Select
          value={flowId}
          disabled={!flows.data?.length}
          onChange={({ target }) => setFlowId(target.value)}
        >
          <option value="">Choose a flow</option>
          {flows.data?.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      {flow && <EntryNote entry={flow.manualEntry} />}
    </FormDialog>
  );
}
