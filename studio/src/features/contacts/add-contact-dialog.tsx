import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import type { Contact } from '../../../../core/api/schemas.ts';
import { api } from '../../shared/api/api.ts';
import { ApiError, errorText } from '../../shared/api/errors.ts';
import { contactQuery, keys } from '../../shared/api/queries.ts';
import { personName } from '../../shared/lib/phone.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Field } from '../../shared/ui/field.tsx';
import { FormDialog } from '../../shared/ui/form-dialog.tsx';
import { Input } from '../../shared/ui/input.tsx';
import { Switch } from '../../shared/ui/switch.tsx';
import { TagEditor } from '../../shared/ui/tag-editor.tsx';

interface NewContact {
  phone: string;
  name: string;
}

export interface AddContactDialogProps {
  isOpen: boolean;
  onClose: () => void;
  /** Shows a contact that is there already. */
  onShow: (contact: Contact) => void;
}

export function AddContactDialog({ isOpen, onClose, onShow }: AddContactDialogProps) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const form = useForm<NewContact>({ defaultValues: { phone: '', name: '' } });
  const [tags, setTags] = useState<string[]>([]);
  const [agreed, setAgreed] = useState(false);
  const { errors } = form.formState;

  const add = useMutation({
    mutationFn: ({ phone, name }: NewContact) =>
      api.call('createContact', {
        params: { org: orgId },
        body: {
          phone: phone.trim(),
          ...(name.trim() ? { name: name.trim() } : {}),
          ...(tags.length > 0 ? { tags } : {}),
          ...(agreed ? { consent: { marketing: 'granted' as const, source: 'Entered in the studio' } } : {}),
        },
      }),
    onSuccess: async (contact) => {
      toast.success(`${personName(contact.name, contact.phone)} was added`);
      close();
      await queryClient.invalidateQueries({ queryKey: keys.contacts(orgId) });
    },
    onError: (error) => {
      if (error instanceof ApiError && error.code === 'contact_exists') {
        form.setError('phone', { message: 'There is already a contact with this phone number.' });
        return;
      }
      const wrong =
        error instanceof ApiError ? error.fields.find(({ field }) => /phone|name/.test(field)) : undefined;
      if (wrong) form.setError(/phone/.test(wrong.field) ? 'phone' : 'name', { message: wrong.message });
      else form.setError('root', { message: errorText(error) });
    },
  });

  const existingId = add.error && existingContactId(add.error);

  function close() {
    form.reset();
    add.reset();
    setTags([]);
    setAgreed(false);
    onClose();
  }

  return (
    <FormDialog
      isOpen={isOpen}
      onClose={close}
      title="Add contact"
      className="max-w-md"
      action="Add contact"
      isBusy={add.isPending}
      noValidate
      onSubmit={(event) => void form.handleSubmit((values) => add.mutate(values))(event)}
    >
      <Field
        label="Phone number"
        hint="With the country code, for example +1 555 010 0123"
        error={errors.phone?.message}
      >
        <Input
          type="tel"
          autoFocus
          maxLength={32}
          {...form.register('phone', {
            validate: (phone) =>
              phone.replace(/\D/g, '').length >= 5 || 'Enter a phone number with its country code.',
          })}
        />
      </Field>
      {existingId && (
        <ExistingContact
          contactId={existingId}
          onShow={(contact) => {
            close();
            onShow(contact);
          }}
        />
      )}
      <Field label="Name" error={errors.name?.message}>
        <Input maxLength={200} {...form.register('name')} />
      </Field>
      <div className="space-y-1.5">
        <p className="text-[13px] font-medium">Tags</p>
        <TagEditor label="Tags" tags={tags} onChange={setTags} />
        <p className="text-xs text-muted">A tag can start a flow, for example “lead”.</p>
      </div>
      <Switch
        label="Agreed to marketing messages"
        hint="Kept with the date and where it came from."
        checked={agreed}
        onChange={setAgreed}
      />
      {errors.root && (
        <p role="alert" className="text-sm text-danger">
          {errors.root.message}
        </p>
      )}
    </FormDialog>
  );
}

/** The contact in the way, as the problem `contact_exists` names it. */
function existingContactId(error: Error): string | null {
  if (!(error instanceof ApiError) || error.code !== 'contact_exists') return null;
  return typeof error.body.contactId === 'string' ? error.body.contactId : null;
}

function ExistingContact({ contactId, onShow }: { contactId: string; onShow: (contact: Contact) => void }) {
  const { orgId } = useWorkspace();
  const contact = useQuery(contactQuery(orgId, contactId)).data;
  if (!contact) return null;
  return (
    <Button variant="link" size="sm" className="-mt-3 h-6 px-0" onClick={() => onShow(contact)}>
      Show {personName(contact.name, contact.phone)}
    </Button>
  );
}
