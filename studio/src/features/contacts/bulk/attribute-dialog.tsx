import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AttributeDefinition } from '../../../../../core/api/attributes.ts';
import { api } from '../../../shared/api/api.ts';
import { attributeDefinitionsQuery, contactFieldsQuery } from '../../../shared/api/queries.ts';
import { peopleText } from '../../../shared/lib/counted.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Field } from '../../../shared/ui/field.tsx';
import { Input, Select } from '../../../shared/ui/input.tsx';
import { AttributeInput, type AttributeValue } from '../page/attribute-input.tsx';
import { BulkForm, type BulkDialogProps } from './bulk-form.tsx';
import { useBulk } from './use-bulk.ts';

interface Choice {
  key: string;
  label: string;
  definition: AttributeDefinition | null;
  isNumber: boolean;
}

export function AttributeDialog({ ids, onClose, onDone }: BulkDialogProps) {
  const { orgId } = useWorkspace();
  const choices = useChoices();
  const bulk = useBulk(ids, onDone);
  const [key, setKey] = useState('');
  const [value, setValue] = useState<AttributeValue>(null);
  const choice = choices.find((one) => one.key === key);
  const people = peopleText(ids.size);
  return (
    <BulkForm
      bulk={bulk}
      title={`Set an attribute of ${people}`}
      action={value === null ? 'Remove the value' : 'Set the value'}
      onClose={onClose}
      work={
        choice
          ? {
              asked: JSON.stringify([key, value]),
              send: (contacts, idempotencyKey) =>
                api.call(
                  'changeContacts',
                  {
                    params: { org: orgId },
                    body: { action: 'setAttributes', contacts, attributes: { [key]: value } },
                  },
                  { idempotencyKey },
                ),
              doneText: (count) =>
                `“${choice.label}” was ${value === null ? 'removed from' : 'set for'} ${peopleText(count)}`,
            }
          : null
      }
    >
      <Field
        label="Attribute"
        hint={choices.length === 0 ? 'There is none yet. Define one under Settings.' : undefined}
      >
        <Select
          value={key}
          onChange={({ target }) => {
            setKey(target.value);
            setValue(null);
          }}
        >
          <option value="">Choose an attribute</option>
          {choices.map((one) => (
            <option key={one.key} value={one.key}>
              {one.label}
            </option>
          ))}
        </Select>
      </Field>
      {choice && (
        <Field label="Value" hint="Left empty, the value is removed.">
          <ValueInput key={key} choice={choice} value={value} onChange={setValue} />
        </Field>
      )}
    </BulkForm>
  );
}

interface ValueInputProps {
  choice: Choice;
  value: AttributeValue;
  onChange: (value: AttributeValue) => void;
  id?: string;
}

/** As on the page of a contact, but a text counts while it is typed: Enter sends the form. */
function ValueInput({
  choice: { definition, isNumber },
  value,
  onChange,
  id = '',
  ...rest
}: ValueInputProps) {
  const [typed, setTyped] = useState('');
  if (definition && ['boolean', 'choice', 'date'].includes(definition.type))
    return <AttributeInput label="Value" disabled={false} {...{ definition, value, onChange, id }} />;
  return (
    <Input
      {...rest}
      id={id}
      maxLength={4096}
      inputMode={isNumber ? 'decimal' : undefined}
      value={typed}
      onChange={({ target }) => {
        setTyped(target.value);
        const text = target.value.trim();
        const number = isNumber && text !== '' ? Number(text) : Number.NaN;
        onChange(text === '' ? null : Number.isNaN(number) ? text : number);
      }}
    />
  );
}

/** Defined ones first, then those that contacts have without a definition. */
function useChoices(): Choice[] {
  const { orgId } = useWorkspace();
  const definitions = useQuery(attributeDefinitionsQuery(orgId)).data?.items ?? [];
  const fields = useQuery(contactFieldsQuery(orgId)).data?.attributes ?? [];
  const defined = definitions
    .filter(({ isArchived }) => !isArchived)
    .map((definition) => ({
      key: definition.key,
      label: definition.label,
      definition,
      isNumber: definition.type === 'number',
    }));
  const free = fields
    .filter(({ name }) => !definitions.some(({ key }) => key === name))
    .map(({ name, types }) => ({
      key: name,
      label: name,
      definition: null,
      isNumber: types.every((type) => type === 'number'),
    }));
  return [...defined, ...free];
}
