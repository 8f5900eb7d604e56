import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import type { ConsentEntry } from '../../../../../core/api/consent.ts';
import type { Contact } from '../../../../../core/api/schemas.ts';
import { api } from '../../../shared/api/api.ts';
import { keys } from '../../../shared/api/queries.ts';
import { personName } from '../../../shared/lib/phone.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Field } from '../../../shared/ui/field.tsx';
import { FormDialog } from '../../../shared/ui/form-dialog.tsx';
import { Input, Textarea } from '../../../shared/ui/input.tsx';
import { Segmented } from '../../../shared/ui/segmented.tsx';

/** Notes what somebody said outside of the chat. An entry can't be changed afterwards; a new one can. */
export function ConsentDialog({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const [purpose, setPurpose] = useState<ConsentEntry['purpose']>('marketing');
  const [state, setState] = useState<'granted' | 'denied'>('granted');
  const [source, setSource] = useState('');
  const [proof, setProof] = useState('');
  const note = useMutation({
    mutationFn: () =>
      api.call('recordConsent', {
        params: { org: orgId, contact: contact.id },
        body: {
          purpose,
          state,
          source: source.trim(),
          ...(proof.trim() ? { proof: { text: proof.trim() } } : {}),
        },
      }),
    onSuccess: async () => {
      toast.success('Noted');
      onClose();
      await queryClient.invalidateQueries({ queryKey: keys.contact(orgId, contact.id) });
      await queryClient.invalidateQueries({ queryKey: keys.contacts(orgId) });
    },
  });
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title="Note consent"
      description={`What ${personName(contact.name, contact.phone)} told you themselves. It stays in the history for good.`}
      className="max-w-md"
      action="Note it"
      isBusy={note.isPending}
      isReady={source.trim() !== ''}
      error={note.error}
      onSubmit={() => note.mutate()}
    >
      <Segmented
        label="Kind of messages"
        value={purpose}
        onChange={setPurpose}
        options={[
          { value: 'marketing', label: 'Marketing', hint: 'Offers and news: only with a yes' },
          { value: 'utility', label: 'Utility', hint: 'Orders, visits and the like: unless refused' },
        ]}
        className="flex w-full"
      />
      <Segmented
        label="What they said"
        value={state}
        onChange={setState}
        options={[
          { value: 'granted', label: 'Agrees' },
          { value: 'denied', label: 'Wants none' },
        ]}
        className="flex w-full"
      />
      <Field label="Where from" hint="For example: call on Monday, form at the counter">
        <Input
          autoFocus
          required
          maxLength={200}
          value={source}
          onChange={({ target }) => setSource(target.value)}
        />
      </Field>
      <Field label="Proof" hint="The words that were agreed to, or where the paper is kept. Optional.">
        <Textarea maxLength={2000} value={proof} onChange={({ target }) => setProof(target.value)} />
      </Field>
    </FormDialog>
  );
}
