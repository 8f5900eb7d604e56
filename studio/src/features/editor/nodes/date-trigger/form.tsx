import type { DateTriggerData } from '../../../../../../core/flow/nodes/date-trigger/manifest.ts';
import { Input, Select } from '../../../../shared/ui/input.tsx';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import type { NodeFormProps } from '../contract.ts';
import { Group } from '../shared/group.tsx';
import { TextField } from '../shared/text-field.tsx';
import { TimeField } from '../shared/time-field.tsx';

export function Form({ data, onChange, problemOf }: NodeFormProps<DateTriggerData>) {
  return (
    <>
      <TextField
        label="Attribute with the date"
        value={data.attribute}
        maxLength={64}
        placeholder="birthday"
        hint="A day such as 1990-11-24."
        error={problemOf('attribute')}
        onChange={(attribute) => onChange({ ...data, attribute })}
      />
      <Segmented
        label="How often"
        value={data.repeat}
        onChange={(repeat) => onChange({ ...data, repeat })}
        options={[
          { value: 'yearly', label: 'Every year' },
          { value: 'once', label: 'Once' },
        ]}
        className="flex w-full"
      />
      <OffsetFields
        days={data.offsetDays}
        error={problemOf('offsetDays')}
        onChange={(offsetDays) => onChange({ ...data, offsetDays })}
      />
      <TimeField
        label="At"
        hint="In the contact’s time zone, else in the workspace’s."
        error={problemOf('time')}
        value={data.time}
        onChange={(time) => onChange({ ...data, time })}
      />
    </>
  );
}

interface OffsetFieldsProps {
  days: number;
  onChange: (days: number) => void;
  error: string | null;
}

const MAX_DAYS = 365;

function OffsetFields({ days, onChange, error }: OffsetFieldsProps) {
  const side = days < 0 ? 'before' : days > 0 ? 'after' : 'on';
  const count = Math.max(1, Math.abs(days));
  return (
    <Group title="When" error={error}>
      <div className="flex gap-2">
        {side !== 'on' && (
          <Input
            type="number"
            aria-label="Days"
            min={1}
            max={MAX_DAYS}
            className="w-24"
            value={count}
            onChange={(event) => {
              const next = Math.round(event.target.valueAsNumber);
              if (!Number.isFinite(next)) return;
              const bounded = Math.max(1, Math.min(MAX_DAYS, next));
              onChange(side === 'before' ? -bounded : bounded);
            }}
          />
        )}
        <Select
          aria-label="Before or after the date"
          value={side}
          onChange={(event) => {
            const next = event.target.value;
            onChange(next === 'on' ? 0 : next === 'before' ? -count : count);
          }}
        >
          <option value="on">on the day</option>
          <option value="before">{count === 1 ? 'day before' : 'days before'}</option>
          <option value="after">{count === 1 ? 'day after' : 'days after'}</option>
        </Select>
      </div>
    </Group>
  );
}
