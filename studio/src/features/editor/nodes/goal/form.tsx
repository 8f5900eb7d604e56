import type { GoalData } from '../../../../../../core/flow/nodes/goal/manifest.ts';
import type { NodeFormProps } from '../contract.ts';
import { TextField } from '../shared/text-field.tsx';

export function Form({ data, onChange, problemOf }: NodeFormProps<GoalData>) {
  return (
    <TextField
      label="Goal"
      value={data.name}
      maxLength={64}
      placeholder="booked"
      hint="The same name in several flows counts as the same goal."
      error={problemOf('name')}
      onChange={(name) => onChange({ ...data, name })}
    />
  );
}
