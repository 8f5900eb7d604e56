import { useState, type ReactNode } from 'react';
import { Field } from '../../../../shared/ui/field.tsx';
import { Input, Select } from '../../../../shared/ui/input.tsx';
import { Switch } from '../../../../shared/ui/switch.tsx';
import type { NodeFormProps } from '../contract.ts';
import { durationUnits, joinDuration, splitDuration, type DurationUnit } from './duration.ts';

export interface DurationFieldProps {
  label: string;
  valueMs: number;
  onChange: (valueMs: number) => void;
  minMs?: number;
  maxMs?: number;
  hint?: ReactNode;
  error?: string | null;
}

/** A number and its unit. The unit stays as the author chose it: 24 hours don't turn into 1 day while typing. */
export function DurationField({
  label,
  valueMs,
  onChange,
  minMs = 0,
  maxMs,
  hint,
  error,
}: DurationFieldProps) {
  const [unit, setUnit] = useState<DurationUnit>(() => splitDuration(valueMs).unit);
  const [typed, setTyped] = useState<string | null>(null);
  const count = valueMs / joinDuration(1, unit);
  // An undo can bring a value that this unit can't show whole.
  const shown = Number.isInteger(count) ? { count, unit } : splitDuration(valueMs);

  function change(nextCount: number, nextUnit: DurationUnit) {
    if (!Number.isFinite(nextCount) || nextCount < 0) return;
    onChange(Math.max(minMs, Math.min(maxMs ?? Infinity, joinDuration(nextCount, nextUnit))));
  }

  return (
    <div className="grid grid-cols-[1fr_1.2fr] items-end gap-2">
      <Field label={label} className="col-span-2" hint={hint} error={error}>
        <DurationInputs
          typed={typed ?? String(shown.count)}
          unit={shown.unit}
          onCount={(text) => {
            setTyped(text);
            if (text !== '') change(Number(text), shown.unit);
          }}
          onBlur={() => setTyped(null)}
          onUnit={(next) => {
            setUnit(next);
            change(shown.count, next);
          }}
        />
      </Field>
    </div>
  );
}

interface DurationInputsProps {
  typed: string;
  unit: DurationUnit;
  onCount: (text: string) => void;
  onBlur: () => void;
  onUnit: (unit: DurationUnit) => void;
}

function DurationInputs({ typed, unit, onCount, onBlur, onUnit, ...forField }: DurationInputsProps) {
  return (
    <div className="flex gap-2">
      <Input
        {...forField}
        type="number"
        min={0}
        step={1}
        value={typed}
        onChange={(event) => onCount(event.target.value)}
        onBlur={onBlur}
        className="w-24"
      />
      <Select
        aria-label="Unit"
        value={unit}
        onChange={(event) => onUnit(event.target.value as DurationUnit)}
        className="flex-1"
      >
        {durationUnits.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </Select>
    </div>
  );
}

export interface TimeoutFieldProps<Data> extends NodeFormProps<Data> {
  /** The way out at the end of the time. */
  portLabel?: string;
}

const DEFAULT_TIMEOUT_MS = 3_600_000;

/** How long a step waits; without a limit its way out for that is never taken. */
export function TimeoutField<Data extends { timeoutMs: number | null }>(props: TimeoutFieldProps<Data>) {
  const { data, onChange, problemOf, portLabel = 'No reply' } = props;
  const { timeoutMs } = data;
  const change = (next: number | null) => onChange({ ...data, timeoutMs: next });
  return (
    <div className="space-y-3 rounded-lg border border-border p-3">
      <Switch
        label="Give up waiting"
        hint={timeoutMs === null ? 'Waits as long as it takes.' : `Then the run goes on at “${portLabel}”.`}
        checked={timeoutMs !== null}
        onChange={(isOn) => change(isOn ? DEFAULT_TIMEOUT_MS : null)}
      />
      {timeoutMs !== null && (
        <DurationField
          label="After"
          valueMs={timeoutMs}
          minMs={1_000}
          maxMs={365 * 86_400_000}
          onChange={change}
          error={problemOf('timeoutMs')}
        />
      )}
    </div>
  );
}
