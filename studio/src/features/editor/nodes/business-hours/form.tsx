import type { BusinessHoursData } from '../../../../../../core/flow/nodes/business-hours/manifest.ts';
import type { NodeFormProps } from '../contract.ts';
import { BusinessHoursFields } from '../shared/business-hours-fields.tsx';
import { without } from '../shared/without.ts';

export function Form({ data, onChange, problemOf }: NodeFormProps<BusinessHoursData>) {
  return (
    <BusinessHoursFields
      value={data.hours}
      problemOf={problemOf}
      onChange={(hours) => onChange(hours ? { ...data, hours } : without(data, 'hours'))}
    />
  );
}
