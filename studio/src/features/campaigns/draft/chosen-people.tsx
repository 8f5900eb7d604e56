import { useQueries } from '@tanstack/react-query';
import { UserPlus, X } from 'lucide-react';
import { useState } from 'react';
import { contactQuery } from '../../../shared/api/queries.ts';
import { peopleText } from '../../../shared/lib/counted.ts';
import { personName } from '../../../shared/lib/phone.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { PeoplePicker } from '../../enrolment/people-picker.tsx';
import { useDraft } from './use-draft.ts';

/** More are only counted: to change so many a segment or a tag is better. */
const NAMED = 12;

export interface ChosenPeopleProps {
  ids: readonly string[];
  onChange: (ids: string[]) => void;
}

/** People by name. Without the last of them the group is removed as a whole. */
export function ChosenPeople({ ids, onChange }: ChosenPeopleProps) {
  const { orgId } = useWorkspace();
  const { mayEdit } = useDraft();
  const [isAdding, setAdding] = useState(ids.length === 0);
  const named = ids.slice(0, NAMED);
  const read = useQueries({ queries: named.map((id) => contactQuery(orgId, id)) });
  const rest = ids.length - named.length;
  return (
    <div className="w-full min-w-0 space-y-2 sm:w-auto sm:flex-1">
      {ids.length > 0 && (
        <div className="flex flex-wrap items-center gap-1.5">
          <span className="mr-1 text-[13px] text-muted tabular-nums">{peopleText(ids.length)}</span>
          <ul aria-label="People chosen" className="contents">
            {named.map((id, at) => {
              const { data, isError } = read[at]!;
              const name = data ? personName(data.name, data.phone) : isError ? 'Somebody who is gone' : '…';
              return (
                <li
                  key={id}
                  className="flex h-7 max-w-48 items-center gap-1 rounded-full bg-surface-2 pr-1 pl-2.5 text-[13px]"
                >
                  <span className="truncate">{name}</span>
                  {mayEdit && ids.length > 1 && (
                    <button
                      type="button"
                      aria-label={`Leave out ${name}`}
                      onClick={() => onChange(ids.filter((one) => one !== id))}
                      className="grid size-5 shrink-0 place-items-center rounded-full text-muted hover:bg-surface-3 hover:text-text"
                    >
                      <X aria-hidden className="size-3.5" />
                    </button>
                  )}
                </li>
              );
            })}
          </ul>
          {rest > 0 && (
            <span className="text-[13px] text-muted tabular-nums">and {rest.toLocaleString('en')} more</span>
          )}
          {mayEdit && !isAdding && (
            <Button size="xs" variant="ghost" onClick={() => setAdding(true)}>
              <UserPlus aria-hidden /> Add people
            </Button>
          )}
        </div>
      )}
      {isAdding && mayEdit && (
        <PeoplePicker
          people={[]}
          onChange={(added) => onChange([...new Set([...ids, ...added.map(({ id }) => id)])])}
        />
      )}
    </div>
  );
}
