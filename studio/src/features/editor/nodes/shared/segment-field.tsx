import { Field } from '../../../../shared/ui/field.tsx';
import { Select } from '../../../../shared/ui/input.tsx';
import { useSegments } from './use-segments.ts';

export interface SegmentFieldProps {
  value: string;
  onChange: (segmentId: string) => void;
  error?: string | null;
}

export function SegmentField({ value, onChange, error }: SegmentFieldProps) {
  const segments = useSegments();
  const isKnown = segments?.some(({ id }) => id === value) ?? false;
  const hint = segments?.length === 0 ? 'There is no segment yet.' : undefined;
  return (
    <Field label="Segment" error={error} hint={hint}>
      <Select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">Choose a segment</option>
        {value !== '' && !isKnown && (
          <option value={value}>{segments ? 'A segment that is gone' : 'Loading…'}</option>
        )}
        {segments?.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  );
}
