import { useState } from 'react';
import { api } from '../../../shared/api/api.ts';
import { peopleText } from '../../../shared/lib/counted.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Field } from '../../../shared/ui/field.tsx';
import { Input } from '../../../shared/ui/input.tsx';
import { BulkForm, type BulkDialogProps } from './bulk-form.tsx';
import { useBulk } from './use-bulk.ts';

/** Asks for the number of people: a click would be too easy. */
export function BulkEraseDialog({ ids, onClose, onDone }: BulkDialogProps) {
  const { orgId } = useWorkspace();
  const bulk = useBulk(ids, onDone);
  const [typed, setTyped] = useState('');
  const needed = `erase ${ids.size}`;
  return (
    <BulkForm
      bulk={bulk}
      title={`Erase ${peopleText(ids.size)} for good?`}
      description="Their profiles, conversations, runs and files go, also from raw webhooks. Opt-outs stay. There is no way back."
      action="Erase for good"
      isDanger
      onClose={onClose}
      work={
        typed.trim().toLowerCase() === needed
          ? {
              asked: needed,
              send: (contacts, idempotencyKey) =>
                api.call(
                  'eraseContacts',
                  { params: { org: orgId }, body: { contacts, reason: 'request' } },
                  { idempotencyKey },
                ),
              doneText: (count) =>
                `${peopleText(count)} ${count === 1 ? 'is' : 'are'} being erased. Proofs will be in Settings, Data.`,
            }
          : null
      }
    >
      <Field label={`Type “${needed}” to confirm`}>
        <Input autoFocus autoComplete="off" value={typed} onChange={({ target }) => setTyped(target.value)} />
      </Field>
    </BulkForm>
  );
}
