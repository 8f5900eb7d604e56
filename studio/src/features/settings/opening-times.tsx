import { Plus, X } from 'lucide-react';
import type { BusinessHours } from '../../../../core/flow/run.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Input } from '../../shared/ui/input.tsx';

type Weekday = keyof BusinessHours['weekly'];
type Range = NonNullable<BusinessHours['weekly'][Weekday]>[number];

const weekdays: { day: Weekday; name: string }[] = [
  { day: '1', name: 'Monday' },
  { day: '2', name: 'Tuesday' },
  { day: '3', name: 'Wednesday' },
  { day: '4', name: 'Thursday' },
  { day: '5', name: 'Friday' },
  { day: '6', name: 'Saturday' },
  { day: '7', name: 'Sunday' },
];

const OFFICE_DAY: Range = { from: '09:00', to: '17:00' };
/** The contract takes no more. */
const MAX_RANGES = 6;

export interface OpeningTimesProps {
  hours: BusinessHours;
  onChange: (hours: BusinessHours) => void;
}

/** Stretches of opening by weekday. One that ends before it begins ends on the next day. */
export function OpeningTimes({ hours, onChange }: OpeningTimesProps) {
  const change = (day: Weekday, ranges: Range[]) => {
    const { [day]: _old, ...others } = hours.weekly;
    onChange({ ...hours, weekly: ranges.length === 0 ? others : { ...others, [day]: ranges } });
  };
  return (
    <ul className="divide-y divide-border rounded-lg border border-border">
      {weekdays.map(({ day, name }) => {
        const ranges = hours.weekly[day] ?? [];
        return (
          <li key={day} className="flex items-start gap-3 px-3 py-2">
            <span className="w-24 shrink-0 pt-1.5 text-sm">{name}</span>
            <div className="min-w-0 flex-1 space-y-1.5">
              {ranges.length === 0 && <p className="pt-1.5 text-sm text-muted">Closed</p>}
              {ranges.map((range, index) => (
                <TimeRange
                  key={index}
                  name={ranges.length > 1 ? `${name}, ${index + 1}` : name}
                  range={range}
                  onChange={(next) => change(day, ranges.with(index, next))}
                  onRemove={() => change(day, ranges.toSpliced(index, 1))}
                />
              ))}
            </div>
            <Button
              variant="ghost"
              size="iconSm"
              aria-label={`Add opening times on ${name}`}
              disabled={ranges.length >= MAX_RANGES}
              onClick={() => change(day, [...ranges, nextRange(ranges)])}
            >
              <Plus aria-hidden />
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

interface TimeRangeProps {
  name: string;
  range: Range;
  onChange: (range: Range) => void;
  onRemove: () => void;
}

function TimeRange({ name, range, onChange, onRemove }: TimeRangeProps) {
  return (
    <div className="flex items-center gap-2">
      {(['from', 'to'] as const).map((end) => (
        <span key={end} className="flex items-center gap-2">
          {end === 'to' && <span className="text-sm text-muted">to</span>}
          <Input
            type="time"
            required
            aria-label={`${name}, ${end}`}
            // Browsers know no 24:00; as an end, midnight means the same.
            value={range[end] === '24:00' ? '00:00' : range[end]}
            onChange={(event) => {
              const time = event.target.value;
              if (time) onChange({ ...range, [end]: end === 'to' && time === '00:00' ? '24:00' : time });
            }}
            className="h-8 w-32 px-2"
          />
        </span>
      ))}
      <Button variant="ghost" size="iconXs" aria-label={`Remove the times of ${name}`} onClick={onRemove}>
        <X aria-hidden />
      </Button>
    </div>
  );
}

/** A second stretch is mostly the evening. */
function nextRange(ranges: readonly Range[]): Range {
  return ranges.length === 0 ? OFFICE_DAY : { from: '18:00', to: '20:00' };
}
