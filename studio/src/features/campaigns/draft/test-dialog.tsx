import { useMutation } from '@tanstack/react-query';
import { CircleAlert, CircleCheck } from 'lucide-react';
import { useState } from 'react';
import type { CampaignDoc } from '../../../../../core/campaigns/document.ts';
import type { Contact } from '../../../../../core/api/schemas.ts';
import { api } from '../../../shared/api/api.ts';
import { peopleText } from '../../../shared/lib/counted.ts';
import { personName } from '../../../shared/lib/phone.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Field } from '../../../shared/ui/field.tsx';
import { FormDialog } from '../../../shared/ui/form-dialog.tsx';
import { Select } from '../../../shared/ui/input.tsx';
import { PeoplePicker } from '../../enrolment/people-picker.tsx';
import type { DraftSaver } from './draft-store.ts';
import { refusalOf } from './refusal.ts';

const MOST = 5;

export interface TestDialogProps {
  id: string;
  doc: CampaignDoc;
  saver: DraftSaver;
  onClose: () => void;
}

/** Sends the draft to a few people, for example to oneself; it counts for nothing. */
export function TestDialog({ id, doc, saver, onClose }: TestDialogProps) {
  const { orgId } = useWorkspace();
  const [people, setPeople] = useState<readonly Contact[]>([]);
  const [variant, setVariant] = useState(doc.variants[0]?.key ?? 'A');
  const send = useMutation({
    mutationFn: async () => {
      if (!(await saver.saveNow()))
        throw new Error('The last changes are not saved yet, so nothing was sent.');
      return api.call('testCampaign', {
        params: { org: orgId, campaign: id },
        body: { contactIds: people.map((person) => person.id), variant },
      });
    },
  });
  const nameOf = (contactId: string) => {
    const person = people.find((one) => one.id === contactId);
    return person ? personName(person.name, person.phone) : contactId;
  };
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title="Send a test"
      description="To people of your own, as they would get it. They must have agreed, like everybody else."
      className="max-w-md"
      action={people.length === 0 ? 'Send' : `Send to ${peopleText(people.length)}`}
      isBusy={send.isPending}
      isReady={people.length > 0}
      error={refusalOf(send.error)}
      onSubmit={() => send.mutate()}
    >
      {doc.variants.length > 1 && (
        <Field label="Variant">
          <Select value={variant} onChange={({ target }) => setVariant(target.value)}>
            {doc.variants.map(({ key, template }) => (
              <option key={key} value={key}>
                {key}: {template.name || 'no template yet'}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <PeoplePicker
        people={people}
        onChange={(next) => {
          send.reset();
          setPeople(next.slice(0, MOST));
        }}
      />
      {people.length >= MOST && <p className="text-xs text-muted">At most {MOST} people.</p>}
      {send.data && (
        <div role="status">
          <ul className="space-y-1.5 text-sm">
            {send.data.items.map(({ contactId, problem }) => (
              <li key={contactId} className="flex gap-2">
                {problem === null ? (
                  <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-primary" />
                ) : (
                  <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
                )}
                <span>
                  {nameOf(contactId)}: {problem ?? 'on its way'}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </FormDialog>
  );
}
