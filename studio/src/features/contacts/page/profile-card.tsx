import { useId, useState } from 'react';
import type { Contact } from '../../../../../core/api/schemas.ts';
import { personName } from '../../../shared/lib/phone.ts';
import { fullTime } from '../../../shared/lib/time.ts';
import { useMay } from '../../../shared/session/workspace.ts';
import { Avatar } from '../../../shared/ui/avatar.tsx';
import { Input } from '../../../shared/ui/input.tsx';
import { TagEditor } from '../../../shared/ui/tag-editor.tsx';
import { Card } from './card.tsx';
import { useContactChange } from './use-contact-change.ts';

export function ProfileCard({ contact }: { contact: Contact }) {
  const mayEdit = useMay('contacts:write');
  const change = useContactChange(contact);
  const known: [string, string | null][] = [
    ['Language', contact.locale],
    ['Country', contact.country],
    ['Added', fullTime(contact.createdAt)],
  ];
  return (
    <Card title="Profile">
      <div className="mb-4 flex items-center gap-3">
        <Avatar name={personName(contact.name, contact.phone)} className="size-12 shrink-0 text-base" />
        <TextField
          label="Name"
          value={contact.name}
          disabled={!mayEdit}
          onChange={(name) => change.mutate({ name })}
        />
      </div>
      <TagEditor
        label="Tags"
        tags={contact.tags}
        disabled={!mayEdit}
        onChange={(tags) => change.mutate({ tags })}
      />
      <div className="mt-4 grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] items-center gap-x-3 gap-y-2 text-[13px]">
        <span className="text-muted">Time zone</span>
        <TextField
          label="Time zone"
          placeholder="Europe/Berlin"
          value={contact.timeZone}
          disabled={!mayEdit}
          onChange={(timeZone) => change.mutate({ timeZone })}
        />
        {known.map(
          ([title, value]) =>
            value && (
              <div key={title} className="contents">
                <span className="text-muted">{title}</span>
                <span className="truncate px-3">{value}</span>
              </div>
            ),
        )}
      </div>
    </Card>
  );
}

/** Saved when it is left. */
function TextField({
  label,
  value,
  placeholder,
  disabled,
  onChange,
}: {
  label: string;
  value: string | null;
  placeholder?: string;
  disabled: boolean;
  onChange: (value: string | null) => void;
}) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Input
      id={id}
      aria-label={label}
      placeholder={placeholder ?? label}
      maxLength={200}
      disabled={disabled}
      className="h-8 text-[13px]"
      value={typed ?? value ?? ''}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={() => {
        const next = typed?.trim() || null;
        if (typed !== null && next !== value) onChange(next);
        setTyped(null);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') setTyped(null);
      }}
    />
  );
}
