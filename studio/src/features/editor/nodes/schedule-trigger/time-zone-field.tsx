import { Field } from '../../../../shared/ui/field.tsx';
import { Select } from '../../../../shared/ui/input.tsx';

export interface TimeZoneFieldProps {
  /** Empty: the organisation's. */
  value: string;
  onChange: (timeZone: string) => void;
  /** Null until it is loaded. */
  organizationZone: string | null;
  error?: string | null;
}

export function TimeZoneField({ value, onChange, organizationZone, error }: TimeZoneFieldProps) {
  const isListed = value === '' || zones.includes(value);
  return (
    <Field label="Time zone" error={error}>
      <Select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">The workspace’s{organizationZone === null ? '' : ` (${organizationZone})`}</option>
        {!isListed && <option value={value}>{value}</option>}
        {zones.map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll('_', ' ')}
          </option>
        ))}
      </Select>
    </Field>
  );
}

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
