import type { DelayData } from '../../../../../../core/flow/nodes/delay/manifest.ts';
import { MAX_DURATION_MS } from '../../../../../../core/flow/nodes/shared/limits.ts';
import { Field } from '../../../../shared/ui/field.tsx';
import { Select } from '../../../../shared/ui/input.tsx';
import type { NodeFormProps } from '../contract.ts';
import { BusinessHoursFields } from '../shared/business-hours-fields.tsx';
import { DurationField } from '../shared/duration-field.tsx';
import { TimeField } from '../shared/time-field.tsx';
import { WeekdaysField } from '../shared/weekdays-field.tsx';
import { without } from '../shared/without.ts';
import { DateFields } from './date-fields.tsx';

type Mode = DelayData['mode'];

const modes: { mode: Mode; title: string; start: () => DelayData }[] = [
  { mode: 'duration', title: 'For some time', start: () => ({ mode: 'duration', durationMs: 86_400_000 }) },
  {
    mode: 'local-time',
    title: 'Until a time of day, where the contact is',
    start: () => ({ mode: 'local-time', time: '09:00', weekdays: [1, 2, 3, 4, 5, 6, 7] }),
  },
  {
    mode: 'date',
    title: 'Until a date',
    start: () => ({
      mode: 'date',
      source: { kind: 'attribute', name: '' },
      offset: { amount: 0, unit: 'days' },
      time: '09:00',
    }),
  },
  { mode: 'business-hours', title: 'Until we are open', start: () => ({ mode: 'business-hours' }) },
];

export function Form({ data, onChange, problemOf }: NodeFormProps<DelayData>) {
  return (
    <>
      <Field label="Wait" error={problemOf('mode')}>
        <Select
          value={data.mode}
          onChange={(event) => {
            const next = modes.find(({ mode }) => mode === event.target.value)?.start();
            if (next) onChange(data.label === undefined ? next : { ...next, label: data.label });
          }}
        >
          {modes.map(({ mode, title }) => (
            <option key={mode} value={mode}>
              {title}
            </option>
          ))}
        </Select>
      </Field>
      <ModeFields data={data} onChange={onChange} problemOf={problemOf} />
    </>
  );
}

function ModeFields({ data, onChange, problemOf }: NodeFormProps<DelayData>) {
  switch (data.mode) {
    case 'duration':
      return (
        <DurationField
          label="Wait for"
          valueMs={data.durationMs}
          maxMs={MAX_DURATION_MS}
          error={problemOf('durationMs')}
          hint="Up to 365 days. The wait survives restarts and updates."
          onChange={(durationMs) => onChange({ ...data, durationMs })}
        />
      );
    case 'date':
      return <DateFields data={data} onChange={onChange} problemOf={problemOf} />;
    case 'local-time':
      return (
        <>
          <TimeField
            label="Time of day"
            hint="Always the next such time, in the contact’s time zone."
            error={problemOf('time')}
            value={data.time}
            onChange={(time) => onChange({ ...data, time })}
          />
          <WeekdaysField
            value={data.weekdays}
            error={problemOf('weekdays')}
            onChange={(weekdays) => onChange({ ...data, weekdays })}
          />
        </>
      );
    case 'business-hours':
      return (
        <BusinessHoursFields
          value={data.hours}
          problemOf={problemOf}
          onChange={(hours) => onChange(hours ? { ...data, hours } : without(data, 'hours'))}
        />
      );
  }
}
