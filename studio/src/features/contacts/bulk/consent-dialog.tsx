import { useState } from 'react';
import { api } from '../../../shared/api/api.ts';
import { peopleText } from '../../../shared/lib/counted.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Field } from '../../../shared/ui/field.tsx';
import { Input, Textarea } from '../../../shared/ui/input.tsx';
import { Segmented } from '../../../shared/ui/segmented.tsx';
import { BulkForm, type BulkDialogProps } from './bulk-form.tsx';
import { useBulk } from './use-bulk.ts';

const purposes = [
  { value: 'marketing', label: 'Marketing', hint: 'Offers and news: only with a yes' },
  { value: 'utility', label: 'Utility', hint: 'Orders, visits and the like: unless refused' },
] as const;
const answers = [
  { value: 'denied', label: 'Want none' },
  { value: 'granted', label: 'Agree' },
] as const;

/** What all of them said, on a list for example. The ledger says who noted it. */
export function BulkConsentDialog({ ids, onClose, onDone }: BulkDialogProps) {
  const { orgId } = useWorkspace();
  const bulk = useBulk(ids, onDone);
  const [purpose, setPurpose] = useState<(typeof purposes)[number]['value']>('marketing');
  const [state, setState] = useState<(typeof answers)[number]['value']>('denied');
  const [from, setFrom] = useState('');
  const [words, setWords] = useState('');
  const source = from.trim();
  const proof = words.trim() ? { proof: { text: words.trim() } } : {};
  return (
    <BulkForm
      bulk={bulk}
      title={`Note consent of ${peopleText(ids.size)}`}
      description="It stays in the history of each of them for good, with your name."
      action="Note it"
      onClose={onClose}
      work={
        source === ''
          ? null
          : {
              asked: JSON.stringify([purpose, state, source, proof]),
              send: (contacts, idempotencyKey) =>
                api.call(
                  'changeContacts',
                  {
                    params: { org: orgId },
                    body: { action: 'recordConsent', contacts, purpose, state, source, ...proof },
                  },
                  { idempotencyKey },
                ),
              doneText: (count) => `Noted for ${peopleText(count)}`,
            }
      }
    >
      <Segmented
        label="Kind of messages"
        value={purpose}
        onChange={setPurpose}
        options={purposes}
        className="flex w-full"
      />
      <div className="space-y-1.5">
        <Segmented
          label="What they said"
          value={state}
          onChange={setState}
          options={answers}
          className="flex w-full"
        />
        {state === 'granted' && (
          <p className="text-xs text-muted">
            Whoever has refused stays refused. Take that back on their own page, if they asked for it.
          </p>
        )}
      </div>
      <Field label="Where from" hint="For example: list at the counter, letter of May">
        <Input
          autoFocus
          required
          maxLength={200}
          value={from}
          onChange={({ target }) => setFrom(target.value)}
        />
      </Field>
      <Field label="Proof" hint="The words that were agreed to, or where the paper is kept. Optional.">
        <Textarea maxLength={2000} value={words} onChange={({ target }) => setWords(target.value)} />
      </Field>
    </BulkForm>
  );
}
