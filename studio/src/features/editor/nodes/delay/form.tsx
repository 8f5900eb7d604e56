import type { DelayData } from '../../../../../../core/flow/nodes/delay/manifest.ts';
import { MAX_DURATION_MS } from '../../../../../../core/flow/nodes/shared/limits.ts';
import type { NodeFormProps } from '../contract.ts';
import { DurationField } from '../shared/duration-field.tsx';

export function Form({ data, onChange, problemOf }: NodeFormProps<DelayData>) {
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
}
