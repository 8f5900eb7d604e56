import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Input } from '../ui/input.tsx';

/** The contract takes no more. */
const MAX_DAYS = 400;

/** Days without opening, as `2026-12-25`, in their order. */
export function ClosedDays({ days, onChange }: { days: string[]; onChange: (days: string[]) => void }) {
  const [next, setNext] = useState('');
  const add = () => {
    if (next === '') return;
    if (!days.includes(next)) onChange([...days, next].sort());
    setNext('');
  };
  return (
    <div className="space-y-2">
      <div className="flex items-end gap-2">
        <Field label="Closed on" className="w-44">
          <Input
            type="date"
            value={next}
            onChange={(event) => setNext(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              add();
            }}
          />
        </Field>
        <Button onClick={add} disabled={next === '' || days.length >= MAX_DAYS}>
          <Plus aria-hidden /> Add day
        </Button>
      </div>
      {days.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {days.map((day) => (
            <li
              key={day}
              className="inline-flex h-7 items-center gap-1 rounded-full bg-surface-2 pr-1 pl-2.5 text-xs tabular-nums"
            >
              {dayText(day)}
              <button
                type="button"
                aria-label={`Open again on ${dayText(day)}`}
                onClick={() => onChange(days.filter((one) => one !== day))}
                className="grid size-5 place-items-center rounded-full hover:bg-surface-3"
              >
                <X aria-hidden className="size-3" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** A day of the calendar is the same day everywhere, so no zone may shift it. */
function dayText(day: string): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
}
