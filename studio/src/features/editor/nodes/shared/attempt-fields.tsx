import { CALL_LIMITS } from '../../../../../../core/flow/nodes/shared/call-clock.ts';
import { NumberField } from './number-field.tsx';

interface Attempts {
  timeoutMs: number;
  attempts: number;
}

export interface AttemptFieldsProps<Data extends Attempts> {
  data: Data;
  onChange: (data: Data) => void;
  problemOf: (field: string) => string | null;
}

/** How long a step waits for another service, and how often it tries. */
export function AttemptFields<Data extends Attempts>({
  data,
  onChange,
  problemOf,
}: AttemptFieldsProps<Data>) {
  return (
    <div className="grid grid-cols-2 gap-3">
      <NumberField
        label="Time-out, seconds"
        value={data.timeoutMs / 1_000}
        min={CALL_LIMITS.minTimeoutMs / 1_000}
        max={CALL_LIMITS.maxTimeoutMs / 1_000}
        error={problemOf('timeoutMs')}
        onChange={(seconds) => onChange({ ...data, timeoutMs: seconds * 1_000 })}
      />
      <NumberField
        label="Attempts"
        value={data.attempts}
        min={1}
        max={CALL_LIMITS.attempts}
        error={problemOf('attempts')}
        onChange={(attempts) => onChange({ ...data, attempts })}
      />
    </div>
  );
}
