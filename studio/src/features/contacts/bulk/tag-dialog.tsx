import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { api } from '../../../shared/api/api.ts';
import { contactFieldsQuery } from '../../../shared/api/queries.ts';
import { peopleText } from '../../../shared/lib/counted.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Field } from '../../../shared/ui/field.tsx';
import { Input } from '../../../shared/ui/input.tsx';
import { BulkForm, type BulkDialogProps } from './bulk-form.tsx';
import { useBulk } from './use-bulk.ts';

const words = {
  addTag: {
    title: 'Add a tag to',
    action: 'Add tag',
    done: 'got the tag',
    hint: 'Flows that start on this tag start for each of them.',
  },
  removeTag: { title: 'Remove a tag from', action: 'Remove tag', done: 'lost the tag', hint: undefined },
} as const;

export function TagDialog({
  action,
  ids,
  onClose,
  onDone,
}: BulkDialogProps & { action: keyof typeof words }) {
  const { orgId } = useWorkspace();
  const tags = useQuery(contactFieldsQuery(orgId)).data?.tags ?? [];
  const bulk = useBulk(ids, onDone);
  const [typed, setTyped] = useState('');
  const listId = useId();
  const tag = typed.trim();
  const { title, action: label, done, hint } = words[action];
  return (
    <BulkForm
      bulk={bulk}
      title={`${title} ${peopleText(ids.size)}`}
      action={label}
      onClose={onClose}
      work={
        tag === ''
          ? null
          : {
              asked: tag,
              send: (contacts, idempotencyKey) =>
                api.call(
                  'changeContacts',
                  { params: { org: orgId }, body: { action, contacts, tag } },
                  { idempotencyKey },
                ),
              doneText: (count) => `${peopleText(count)} ${done} “${tag}”`,
            }
      }
    >
      <Field label="Tag" hint={hint}>
        <Input
          autoFocus
          required
          maxLength={64}
          list={listId}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
      </Field>
      <datalist id={listId}>
        {tags.map((known) => (
          <option key={known} value={known} />
        ))}
      </datalist>
    </BulkForm>
  );
}
