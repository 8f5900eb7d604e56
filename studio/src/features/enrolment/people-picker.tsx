import { useInfiniteQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Contact } from '../../../../core/api/schemas.ts';
import { errorText } from '../../shared/api/errors.ts';
import { contactsQuery } from '../../shared/api/queries.ts';
import { personName, phoneText } from '../../shared/lib/phone.ts';
import { useDebounced } from '../../shared/lib/use-debounced.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Avatar } from '../../shared/ui/avatar.tsx';
import { SearchField } from '../../shared/ui/search-field.tsx';

const SHOWN = 6;

export interface PeoplePickerProps {
  people: readonly Contact[];
  onChange: (people: readonly Contact[]) => void;
}

/** One person or several, found by name or number. */
export function PeoplePicker({ people, onChange }: PeoplePickerProps) {
  const [search, setSearch] = useState('');
  const words = useDebounced(search, 250).trim();
  const box = useRef<HTMLDivElement>(null);
  return (
    <div ref={box} className="space-y-2">
      {people.length > 0 && (
        <ul aria-label="People chosen" className="flex flex-wrap gap-1.5">
          {people.map((person) => (
            <Chosen
              key={person.id}
              person={person}
              onRemove={() => onChange(people.filter(({ id }) => id !== person.id))}
            />
          ))}
        </ul>
      )}
      <SearchField
        label="Search people"
        placeholder="Search name or number"
        value={search}
        onChange={setSearch}
      />
      {words !== '' && (
        <Found
          words={words}
          chosen={people}
          onChoose={(person) => {
            onChange([...people, person]);
            setSearch('');
            // The next one is searched right away; what was pressed is gone.
            box.current?.querySelector('input')?.focus();
          }}
        />
      )}
    </div>
  );
}

function Chosen({ person, onRemove }: { person: Contact; onRemove: () => void }) {
  const name = personName(person.name, person.phone);
  return (
    <li className="flex h-7 max-w-full items-center gap-1 rounded-full bg-surface-2 pr-1 pl-2.5 text-[13px]">
      <span className="truncate">{name}</span>
      <button
        type="button"
        aria-label={`Leave out ${name}`}
        onClick={onRemove}
        className="grid size-5 shrink-0 place-items-center rounded-full text-muted hover:bg-surface-3 hover:text-text"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </li>
  );
}

interface FoundProps {
  words: string;
  chosen: readonly Contact[];
  onChoose: (person: Contact) => void;
}

function Found({ words, chosen, onChoose }: FoundProps) {
  const { orgId } = useWorkspace();
  const found = useInfiniteQuery(contactsQuery(orgId, { search: words }));
  const others = found.data?.pages[0]?.items.filter(({ id }) => chosen.every((one) => one.id !== id));
  if (found.isError)
    return (
      <p role="alert" className="text-sm text-danger">
        {errorText(found.error)}
      </p>
    );
  if (others?.length === 0)
    return (
      <p className="text-sm text-muted">
        {chosen.length > 0 ? `Nobody else matches “${words}”.` : `Nobody matches “${words}”.`}
      </p>
    );
  return (
    <ul aria-label="People found" className="space-y-0.5">
      {others?.slice(0, SHOWN).map((person) => {
        const name = personName(person.name, person.phone);
        return (
          <li key={person.id}>
            <button
              type="button"
              onClick={() => onChoose(person)}
              className="flex w-full items-center gap-3 rounded-lg px-2 py-1.5 text-left hover:bg-surface-2 focus-visible:-outline-offset-2"
            >
              <Avatar name={name} className="size-8" />
              <span className="min-w-0">
                <span className="block truncate text-sm font-medium">{name}</span>
                <span className="block text-xs text-muted tabular-nums">{phoneText(person.phone)}</span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
