import type { DateDelay } from '../../../../../../core/flow/nodes/delay/manifest.ts';
import { Input, Select } from '../../../../shared/ui/input.tsx';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import type { NodeFormProps } from '../contract.ts';
import { Group } from '../shared/group.tsx';
import { TextField } from '../shared/text-field.tsx';
import { TimeField } from '../shared/time-field.tsx';

type Unit = DateDelay['offset']['unit'];

/** The date, how far before or after it, and at what time of that day. */
export function DateFields({ data, onChange, problemOf }: NodeFormProps<DateDelay>) {
  const { source, offset } = data;
  const count = Math.abs(offset.amount);
  const sign = offset.amount < 0 ? -1 : 1;
  const change = (amount: number, unit: Unit = offset.unit) =>
    onChange({ ...data, offset: { amount: Math.max(-10_000, Math.min(10_000, amount)), unit } });
  return (
    <>
      <Segmented
        label="Where the date comes from"
        value={source.kind}
        onChange={(kind) =>
          onChange({ ...data, source: kind === 'text' ? { kind, text: '' } : { kind, name: '' } })
        }
        options={[
          { value: 'attribute', label: 'Attribute' },
          { value: 'text', label: 'Date or variable' },
        ]}
        className="flex w-full"
      />
      {source.kind === 'attribute' ? (
        <TextField
          label="Attribute of the contact"
          value={source.name}
          maxLength={64}
          placeholder="appointment"
          error={problemOf('source.name')}
          onChange={(name) => onChange({ ...data, source: { kind: 'attribute', name } })}
        />
      ) : (
        <TextField
          label="Date"
          value={source.text}
          hasVariables
          placeholder="{{ answers.day }} or 2026-12-24 18:00"
          error={problemOf('source.text')}
          onChange={(text) => onChange({ ...data, source: { kind: 'text', text } })}
        />
      )}
      <Group title="Move it by" error={problemOf('offset.amount')}>
        <div className="flex gap-2">
          <Input
            type="number"
            aria-label="How far"
            min={0}
            max={10_000}
            className="w-20"
            value={count}
            onChange={(event) => {
              const next = Math.round(event.target.valueAsNumber);
              if (Number.isFinite(next) && next >= 0) change(sign * next);
            }}
          />
          <Select
            aria-label="Unit"
            value={offset.unit}
            onChange={(event) => change(offset.amount, event.target.value as Unit)}
          >
            <option value="days">days</option>
            <option value="hours">hours</option>
            <option value="minutes">minutes</option>
          </Select>
          <Select
            aria-label="Before or after"
            value={sign < 0 ? 'before' : 'after'}
            disabled={count === 0}
            onChange={(event) => change(event.target.value === 'before' ? -count : count)}
          >
            <option value="before">before</option>
            <option value="after">after</option>
          </Select>
        </div>
      </Group>
      <TimeField
        label="At this time of that day"
        hint="In the contact’s time zone. Empty: at the date’s own time; a day’s is its beginning."
        error={problemOf('time')}
        value={data.time}
        onChange={(time) => onChange({ ...data, time })}
      />
    </>
  );
}
