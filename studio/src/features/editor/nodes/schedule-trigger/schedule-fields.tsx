import type { Schedule } from '../../../../../../core/flow/nodes/schedule-trigger/manifest.ts';
import { Field } from '../../../../shared/ui/field.tsx';
import { Input, Select } from '../../../../shared/ui/input.tsx';
import { TimeField } from '../shared/time-field.tsx';
import { WeekdaysField } from '../shared/weekdays-field.tsx';

/** Each keeps the time of day of the one before. */
const kinds: { kind: Schedule['kind']; title: string; start: (time: string) => Schedule }[] = [
  { kind: 'once', title: 'Once', start: (time) => ({ kind: 'once', date: '', time }) },
  { kind: 'daily', title: 'Every day', start: (time) => ({ kind: 'daily', time }) },
  { kind: 'weekly', title: 'Every week', start: (time) => ({ kind: 'weekly', days: [1], time }) },
  { kind: 'monthly', title: 'Every month', start: (time) => ({ kind: 'monthly', day: 1, time }) },
];

export interface ScheduleFieldsProps {
  schedule: Schedule;
  onChange: (schedule: Schedule) => void;
  problemOf: (field: string) => string | null;
}

export function ScheduleFields({ schedule, onChange, problemOf }: ScheduleFieldsProps) {
  return (
    <>
      <Field label="Starts" error={problemOf('schedule.kind')}>
        <Select
          value={schedule.kind}
          onChange={(event) => {
            const next = kinds.find(({ kind }) => kind === event.target.value);
            if (next) onChange(next.start(schedule.time));
          }}
        >
          {kinds.map(({ kind, title }) => (
            <option key={kind} value={kind}>
              {title}
            </option>
          ))}
        </Select>
      </Field>
      {schedule.kind === 'once' && (
        <Field label="On" error={problemOf('schedule.date')}>
          <Input
            type="date"
            value={schedule.date}
            onChange={(event) => onChange({ ...schedule, date: event.target.value })}
          />
        </Field>
      )}
      {schedule.kind === 'weekly' && (
        <WeekdaysField
          value={schedule.days}
          error={problemOf('schedule.days')}
          onChange={(days) => onChange({ ...schedule, days })}
        />
      )}
      {schedule.kind === 'monthly' && (
        <Field
          label="On day"
          hint={schedule.day > 28 ? 'In shorter months on the last day.' : undefined}
          error={problemOf('schedule.day')}
        >
          <Input
            type="number"
            min={1}
            max={31}
            value={schedule.day}
            onChange={(event) => {
              const day = Math.round(event.target.valueAsNumber);
              if (Number.isFinite(day)) onChange({ ...schedule, day: Math.max(1, Math.min(31, day)) });
            }}
          />
        </Field>
      )}
      <TimeField
        label="At"
        error={problemOf('schedule.time')}
        value={schedule.time}
        onChange={(time) => onChange({ ...schedule, time })}
      />
    </>
  );
}
