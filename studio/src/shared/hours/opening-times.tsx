import { Plus, X } from 'lucide-react';
import type { BusinessHours } from '../../../../core/flow/run.ts';
import { WEEKDAY_NAMES } from '../../../../core/flow/nodes/shared/time-fields.ts';
import { cn } from '../lib/cn.ts';
import { Button } from '../ui/button.tsx';
import { Input } from '../ui/input.tsx';

type Weekday = keyof BusinessHours['weekly'];
type Range = NonNullable<BusinessHours['weekly'][Weekday]>[number];

const DAYS: readonly Weekday[] = ['1', '2', '3', '4', '5', '6', '7'];

const OFFICE_DAY: Range = { from: '09:00', to: '17:00' };
/** The contract takes no more. */
const MAX_RANGES = 6;

export interface OpeningTimesProps {
  hours: BusinessHours;
  onChange: (hours: BusinessHours) => void;
  /** For a narrow panel. */
  isDense?: boolean;
  /** What is wrong with a time, by its place: `1.0.from` is the first stretch of Monday. */
  problemOf?: (place: string) => string | null;
}

/** Stretches of opening by weekday. One that ends before it begins ends on the next day. */
export function OpeningTimes({ hours, onChange, isDense = false, problemOf }: OpeningTimesProps) {
  const change = (day: Weekday, ranges: Range[]) => {
    const { [day]: _old, ...others } = hours.weekly;
    onChange({ ...hours, weekly: ranges.length === 0 ? others : { ...others, [day]: ranges } });
  };
  return (
    <ul className={isDense ? 'space-y-1.5' : 'divide-y divide-border rounded-lg border border-border'}>
      {DAYS.map((day, n) => {
        const ranges = hours.weekly[day] ?? [];
        const name = WEEKDAY_NAMES[n]!;
        return (
          <li key={day} className={cn('flex items-start', isDense ? 'gap-1.5' : 'gap-3 px-3 py-2')}>
            <span className={cn('shrink-0 pt-1.5', isDense ? 'w-[4.6rem] text-[13px]' : 'w-24 text-sm')}>
              {name}
            </span>
            <div className="min-w-0 flex-1 space-y-1.5">
              {ranges.length === 0 && <p className="pt-1.5 text-sm text-muted">Closed</p>}
              {ranges.map((range, index) => (
                <TimeRange
                  key={index}
                  name={ranges.length > 1 ? `${name}, ${index + 1}` : name}
                  range={range}
                  isDense={isDense}
                  problemOf={(end) => problemOf?.(`${day}.${index}.${end}`) ?? null}
                  onChange={(next) => change(day, ranges.with(index, next))}
                  onRemove={() => change(day, ranges.toSpliced(index, 1))}
                />
              ))}
            </div>
            <Button
              variant="ghost"
              size={isDense ? 'iconXs' : 'iconSm'}
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
  isDense: boolean;
  problemOf: (end: 'from' | 'to') => string | null;
  onChange: (range: Range) => void;
  onRemove: () => void;
}

function TimeRange({ name, range, isDense, problemOf, onChange, onRemove }: TimeRangeProps) {
  return (
    <div className={cn('flex items-center', isDense ? 'gap-1' : 'gap-2')}>
      {(['from', 'to'] as const).map((end) => (
        <span key={end} className="flex min-w-0 items-center gap-2">
          {end === 'to' && !isDense && <span className="text-sm text-muted">to</span>}
          <Input
            type="time"
            required
            aria-label={`${name}, ${end}`}
            aria-invalid={problemOf(end) ? true : undefined}
            // Browsers know no 24:00; as an end, midnight means the same.
            value={range[end] === '24:00' ? '00:00' : range[end]}
            onChange={(event) => {
              const time = event.target.value;
              if (time) onChange({ ...range, [end]: end === 'to' && time === '00:00' ? '24:00' : time });
            }}
            className={isDense ? 'h-8 px-1.5 text-xs' : 'h-8 w-32 px-2'}
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
