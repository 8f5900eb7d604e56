import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AttributeDefinition } from '../../../../../core/api/attributes.ts';
import { attributeTypes } from '../../../../../core/people/attributes.ts';
import { api } from '../../../shared/api/api.ts';
import { keys } from '../../../shared/api/queries.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Field } from '../../../shared/ui/field.tsx';
import { FormDialog } from '../../../shared/ui/form-dialog.tsx';
import { Input, Select } from '../../../shared/ui/input.tsx';
import { TagEditor } from '../../../shared/ui/tag-editor.tsx';

export const typeTitles: Record<AttributeDefinition['type'], string> = {
  text: 'Text',
  number: 'Number',
  boolean: 'Yes or no',
  date: 'Date',
  choice: 'Choice',
};

/** Name and type are chosen once; label, choices and description may change. */
export function AttributeDialog({
  definition,
  onClose,
}: {
  definition: AttributeDefinition | null;
  onClose: () => void;
}) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const [form, setForm] = useState({
    label: definition?.label ?? '',
    key: definition?.key ?? '',
    type: definition?.type ?? 'text',
    options: definition?.options ?? [],
    description: definition?.description ?? '',
  });
  const change = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }));
  const description = form.description.trim() || null;
  const options = form.type === 'choice' ? { options: [...form.options] } : {};
  const save = useMutation({
    mutationFn: () =>
      definition
        ? api.call('updateAttributeDefinition', {
            params: { org: orgId, attribute: definition.id },
            body: { label: form.label.trim(), description, ...options },
          })
        : api.call('createAttributeDefinition', {
            params: { org: orgId },
            body: {
              key: form.key.trim() || keyOf(form.label),
              label: form.label.trim(),
              type: form.type,
              description,
              ...options,
            },
          }),
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: keys.attributeDefinitions(orgId) });
      await queryClient.invalidateQueries({ queryKey: keys.contactFields(orgId) });
    },
  });
  const isReady = form.label.trim() !== '' && (form.type !== 'choice' || form.options.length > 0);
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title={definition ? `Change “${definition.label}”` : 'New attribute'}
      className="max-w-md"
      action={definition ? 'Save' : 'Add attribute'}
      isBusy={save.isPending}
      isReady={isReady}
      error={save.error}
      onSubmit={() => save.mutate()}
    >
      <Field label="Label">
        <Input
          autoFocus
          maxLength={100}
          placeholder="Birthday"
          value={form.label}
          onChange={({ target }) => change({ label: target.value })}
        />
      </Field>
      {definition === null && (
        <Field label="Name in flows" hint="Can’t be changed later.">
          <Input
            maxLength={64}
            spellCheck={false}
            placeholder={keyOf(form.label) || 'birthday'}
            value={form.key}
            onChange={({ target }) => change({ key: target.value })}
          />
        </Field>
      )}
      {definition === null && (
        <Field label="Type" hint="Can’t be changed later.">
          <Select
            value={form.type}
            onChange={({ target }) => change({ type: target.value as AttributeDefinition['type'] })}
          >
            {attributeTypes.map((type) => (
              <option key={type} value={type}>
                {typeTitles[type]}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {form.type === 'choice' && (
        <div className="space-y-1.5">
          <p className="text-[13px] font-medium">Choices</p>
          <TagEditor
            label="Choices"
            noun="choice"
            tags={form.options}
            onChange={(next) => change({ options: next })}
          />
        </div>
      )}
      <Field label="Description" hint="Shown to colleagues who fill it in. Optional.">
        <Input
          maxLength={500}
          value={form.description}
          onChange={({ target }) => change({ description: target.value })}
        />
      </Field>
    </FormDialog>
  );
}

/** "Date of birth" as `date_of_birth`. */
function keyOf(label: string): string {
  return label
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_|_$/g, '')
    .slice(0, 64);
}
