import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useId, useState } from 'react';
import type { AttributeDefinition } from '../../../../../core/api/attributes.ts';
import type { Contact } from '../../../../../core/api/schemas.ts';
import { attributeDefinitionsQuery } from '../../../shared/api/queries.ts';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Input } from '../../../shared/ui/input.tsx';
import { AttributeInput } from './attribute-input.tsx';
import { Card } from './card.tsx';
import { useContactChange } from './use-contact-change.ts';

/** Defined attributes first, each with the field of its type; then whatever else is known. */
export function AttributesCard({ contact }: { contact: Contact }) {
  const { orgId } = useWorkspace();
  const mayEdit = useMay('contacts:write');
  const definitions = useQuery(attributeDefinitionsQuery(orgId)).data?.items ?? [];
  const change = useContactChange(contact);
  const defined = definitions.filter(({ isArchived, key }) => !isArchived || key in contact.attributes);
  const free = Object.keys(contact.attributes).filter((name) => !defined.some(({ key }) => key === name));
  const save = (name: string, value: string | number | boolean | null) =>
    change.mutate({ attributes: { [name]: value } });
  return (
    <Card title="Attributes">
      {defined.length + free.length === 0 && (
        <p className="mb-3 text-[13px] text-muted">Nothing is known yet. Flows can save answers here.</p>
      )}
      <div className="space-y-2">
        {[
          ...defined.map((definition) => ({ name: definition.key, definition })),
          ...free.map((name) => ({ name, definition: null })),
        ].map(({ name, definition }) => (
          <Row
            key={name}
            {...{ name, definition }}
            value={contact.attributes[name]}
            disabled={!mayEdit}
            onChange={(value) => save(name, value)}
          />
        ))}
      </div>
      {mayEdit && <NewAttribute taken={Object.keys(contact.attributes)} onAdd={save} />}
    </Card>
  );
}

function Row({
  name,
  definition,
  value,
  disabled,
  onChange,
}: {
  name: string;
  definition: AttributeDefinition | null;
  value: unknown;
  disabled: boolean;
  onChange: (value: string | number | boolean | null) => void;
}) {
  const id = useId();
  const label = definition?.label ?? name;
  return (
    <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] items-center gap-3">
      <label htmlFor={id} title={definition?.description ?? name} className="truncate text-[13px] text-muted">
        {label}
      </label>
      <AttributeInput {...{ id, label, definition, value, disabled, onChange }} />
    </div>
  );
}

function NewAttribute({ taken, onAdd }: { taken: string[]; onAdd: (name: string, value: string) => void }) {
  const [draft, setDraft] = useState<{ name: string; value: string } | null>(null);
  if (draft === null) {
    return (
      <Button
        variant="ghost"
        size="sm"
        className="mt-2 -ml-2.5"
        onClick={() => setDraft({ name: '', value: '' })}
      >
        <Plus aria-hidden /> Add attribute
      </Button>
    );
  }
  const name = draft.name.trim();
  const isReady = name !== '' && draft.value.trim() !== '' && !taken.includes(name);
  return (
    <form
      className="mt-3 space-y-2 rounded-lg bg-surface-2 p-2.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isReady) return;
        onAdd(name, draft.value.trim());
        setDraft(null);
      }}
    >
      <div className="grid grid-cols-2 gap-2">
        <Input
          autoFocus
          aria-label="Name of the attribute"
          placeholder="Name"
          maxLength={64}
          className="h-8 text-[13px]"
          value={draft.name}
          onChange={({ target }) => setDraft({ ...draft, name: target.value })}
        />
        <Input
          aria-label="Value"
          placeholder="Value"
          maxLength={4096}
          className="h-8 text-[13px]"
          value={draft.value}
          onChange={({ target }) => setDraft({ ...draft, value: target.value })}
        />
      </div>
      <div className="flex justify-end gap-1.5">
        <Button size="sm" variant="ghost" onClick={() => setDraft(null)}>
          Cancel
        </Button>
        <Button size="sm" type="submit" disabled={!isReady}>
          Add
        </Button>
      </div>
    </form>
  );
}
