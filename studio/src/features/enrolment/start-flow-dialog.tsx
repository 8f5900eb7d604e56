import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Contact } from '../../../../core/api/schemas.ts';
import { errorText } from '../../shared/api/errors.ts';
import { personName } from '../../shared/lib/phone.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { Field } from '../../shared/ui/field.tsx';
import { Select } from '../../shared/ui/input.tsx';
import { ErrorState, Skeleton } from '../../shared/ui/states.tsx';
import { workedOn } from '../flow-jobs/job-words.ts';
import { jobQuery } from '../flow-jobs/queries.ts';
import { useRunsAfterJobs } from '../flow-jobs/use-runs-after-jobs.ts';
import { EntryNote } from './entry-note.tsx';
import { enrollableFlowsQuery } from './queries.ts';
import { StartOutcome } from './start-outcome.tsx';
import { useEnrol } from './use-enrol.ts';

export interface StartFlowDialogProps {
  contact: Contact;
  onClose: () => void;
}

/** Which flow one person starts, and then whether they did. Mounted while it is open. */
export function StartFlowDialog({ contact, onClose }: StartFlowDialogProps) {
  const { orgId } = useWorkspace();
  const flows = useQuery(enrollableFlowsQuery(orgId));
  const [flowId, setFlowId] = useState('');
  const enrol = useEnrol();
  const name = personName(contact.name, contact.phone);
  const flow = flows.data?.find(({ id }) => id === flowId);
  const asked = enrol.data;
  const job = useQuery({ ...jobQuery(orgId, asked?.id ?? ''), enabled: asked !== undefined }).data ?? asked;
  useRunsAfterJobs(job ? workedOn(job) : null);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Start a flow for ${name}`}
      description={
        job ? undefined : 'Live flows with the trigger “Started by people” can be started by hand.'
      }
      footer={
        job ? (
          <>
            <Button asChild>
              <Link
                to="/flows/$flowId"
                params={{ flowId: job.flowId }}
                search={{ show: job.done > 0 ? 'people' : 'jobs' }}
              >
                Open the flow
              </Link>
            </Button>
            <Button variant="primary" onClick={onClose}>
              Done
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant="primary"
              disabled={!flow}
              isBusy={enrol.isPending}
              onClick={() => enrol.mutate({ flowId, audience: { contactIds: [contact.id] } })}
            >
              Start
            </Button>
          </>
        )
      }
    >
      {flows.isPending && <Skeleton className="h-16" />}
      {flows.isError && (
        <ErrorState className="h-auto p-2" error={flows.error} onRetry={() => void flows.refetch()} />
      )}
      {flows.data && !job && (
        <div className="space-y-4">
          <Field
            label="Flow"
            hint={
              flows.data.length === 0
                ? 'There is none yet: give a flow the trigger “Started by people” and publish it.'
                : undefined
            }
          >
            <Select
              value={flowId}
              disabled={flows.data.length === 0}
              onChange={(event) => setFlowId(event.target.value)}
            >
              <option value="">Choose a flow</option>
              {flows.data.map(({ id, name: title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </Select>
          </Field>
          {flow && <EntryNote entry={flow.manualEntry} />}
          {enrol.error && (
            <p role="alert" className="text-sm text-danger">
              {errorText(enrol.error)}
            </p>
          )}
        </div>
      )}
      {flow && job && <StartOutcome job={job} flow={flow} name={name} />}
    </Dialog>
  );
}
