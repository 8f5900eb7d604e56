import { useState } from 'react';
import { Button } from '../../shared/ui/button.tsx';
import { Input } from '../../shared/ui/input.tsx';
import { Segmented } from '../../shared/ui/segmented.tsx';
import { presetRange, presets, rangeProblem, type DayRange, type PresetId } from './range.ts';

export interface RangePickerProps {
  today: string;
  range: DayRange;
  onChange: (range: DayRange) => void;
}

/** The days up to today, or any others. */
export function RangePicker({ today, range, onChange }: RangePickerProps) {
  const chosen = presets.find(({ id }) => {
    const { from, to } = presetRange(id, today);
    return from === range.from && to === range.to;
  })?.id;
  const [isOpen, setOpen] = useState(chosen === undefined);
  const [days, setDays] = useState(range);
  const problem = rangeProblem(days);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Segmented<PresetId | 'other'>
        label="Which days"
        value={isOpen ? 'other' : (chosen ?? 'other')}
        onChange={(next) => {
          setOpen(next === 'other');
          if (next === 'other') setDays(range);
          else onChange(presetRange(next, today));
        }}
        options={[
          ...presets.map(({ id, label }) => ({ value: id, label })),
          { value: 'other', label: 'Other' },
        ]}
      />
      {isOpen && (
        <form
          className="flex flex-wrap items-center gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (problem === null) onChange(days);
          }}
        >
          <Input
            type="date"
            aria-label="First day"
            className="w-36"
            value={days.from}
            max={today}
            onChange={(event) => setDays({ ...days, from: event.target.value })}
          />
          <Input
            type="date"
            aria-label="Last day"
            className="w-36"
            value={days.to}
            max={today}
            onChange={(event) => setDays({ ...days, to: event.target.value })}
          />
          <Button type="submit" disabled={problem !== null}>
            Show
          </Button>
          {problem && (
            <span role="status" className="text-xs text-danger">
              {problem}
            </span>
          )}
        </form>
      )}
    </div>
  );
}
