import { Plus, X } from 'lucide-react';
import type { BusinessHoursData } from '../../../../../../core/flow/nodes/business-hours/manifest.ts';
import { DEFAULT_BUSINESS_HOURS } from '../../../../../../core/flow/nodes/shared/time-business-hours.ts';
import { WEEKDAY_NAMES } from '../../../../../../core/flow/nodes/shared/time-fields.ts';
import { Button } from '../../../../shared/ui/button.tsx';
import { Input } from '../../../../shared/ui/input.tsx';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import { Group } from './group.tsx';
import { ListEditor } from './list-editor.tsx';

type Hours = NonNullable<BusinessHoursData['hours']>;
type Day = keyof Hours['weekly'];
type Range = NonNullable<Hours['weekly'][Day]>[number];

const DAYS: readonly Day[] = ['1', '2', '3', '4', '5', '6', '7'];

export interface BusinessHoursFieldsProps {
  /** Undefined: the organisation's. */
  value: Hours | undefined;
  onChange: (value: Hours | undefined) => void;
  problemOf: (field: string) => string | null;
}

/** The organisation's opening times, or some of the step's own. */
export function BusinessHoursFields({ value, onChange, problemOf }: BusinessHoursFieldsProps) {
  return (
    <>
      <Segmented
        label="Opening times"
        value={value ? 'own' : 'organisation'}
        onChange={(which) => onChange(which === 'own' ? (value ?? DEFAULT_BUSINESS_HOURS) : undefined)}
        options={[
          { value: 'organisation', label: 'The organisation’s' },
          { value: 'own', label: 'Own times' },
        ]}
        className="flex w-full"
      />
      {value ? (
        <OwnHours value={value} onChange={onChange} problemOf={problemOf} />
      ) : (
        <p className="text-xs text-muted">
          Monday to Friday, 09:00 to 17:00, when the organisation has set none.
        </p>
      )}
    </>
  );
}

interface OwnHoursProps extends Omit<BusinessHoursFieldsProps, 'value'> {
  value: Hours;
}

function OwnHours({ value, onChange, problemOf }: OwnHoursProps) {
  const change = (day: Day, ranges: Range[]) => {
    const { [day]: _old, ...others } = value.weekly;
    onChange({ ...value, weekly: ranges.length === 0 ? others : { ...others, [day]: ranges } });
  };
  return (
    <>
      <Group title="Open, in the organisation’s time zone" error={problemOf('hours.weekly')}>
        <ul className="space-y-1.5">
          {DAYS.map((day, index) => (
            <li key={day} className="flex items-start gap-2">
              <span className="w-20 shrink-0 pt-1.5 text-[13px]">{WEEKDAY_NAMES[index]}</span>
              <DayRanges
                day={WEEKDAY_NAMES[index] ?? ''}
                ranges={value.weekly[day] ?? []}
                onChange={(ranges) => change(day, ranges)}
                problemOf={(part) => problemOf(`hours.weekly.${day}.${part}`)}
              />
            </li>
          ))}
        </ul>
      </Group>
      <Group title="Closed on">
        <ListEditor<string>
          noun="day"
          items={value.closedOn}
          max={400}
          keyOf={(_, index) => index}
          create={() => ''}
          onChange={(closedOn) => onChange({ ...value, closedOn })}
        >
          {(day, index, changeDay) => (
            <Input
              type="date"
              aria-label={`Closed day ${index + 1}`}
              aria-invalid={problemOf(`hours.closedOn.${index}`) ? true : undefined}
              className="h-8 text-[13px]"
              value={day}
              onChange={(event) => changeDay(event.target.value)}
            />
          )}
        </ListEditor>
      </Group>
    </>
  );
}

interface DayRangesProps {
  day: string;
  ranges: Range[];
  onChange: (ranges: Range[]) => void;
  problemOf: (part: string) => string | null;
}

function DayRanges({ day, ranges, onChange, problemOf }: DayRangesProps) {
  return (
    <div className="min-w-0 flex-1 space-y-1">
      {ranges.map((range, index) => (
        <div key={index} className="flex items-center gap-1">
          {(['from', 'to'] as const).map((end) => (
            <Input
              key={end}
              type="time"
              aria-label={`${day}, ${end}, ${index + 1}`}
              aria-invalid={problemOf(`${index}.${end}`) ? true : undefined}
              className="h-8 px-2 text-xs"
              // Browsers show no 24:00; as an end midnight means the same.
              value={range[end] === '24:00' ? '00:00' : range[end]}
              onChange={(event) =>
                onChange(
                  ranges.map((old, at) =>
                    at === index ? { ...old, [end]: clock(event.target.value, end) } : old,
                  ),
                )
              }
            />
          ))}
          <Button
            variant="ghost"
            size="iconXs"
            aria-label={`Remove ${day}, ${index + 1}`}
            onClick={() => onChange(ranges.filter((_, at) => at !== index))}
          >
            <X aria-hidden />
          </Button>
        </div>
      ))}
      <Button
        size="xs"
        variant="ghost"
        aria-label={`Add opening times on ${day}`}
        disabled={ranges.length >= 10}
        onClick={() => onChange([...ranges, { from: '09:00', to: '17:00' }])}
      >
        <Plus aria-hidden /> {ranges.length === 0 ? 'Closed' : 'Add'}
      </Button>
    </div>
  );
}

function clock(time: string, end: 'from' | 'to'): string {
  return end === 'to' && time === '00:00' ? '24:00' : time;
}
