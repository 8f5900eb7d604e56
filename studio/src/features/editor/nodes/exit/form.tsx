import type { ExitData } from '../../../../../../core/flow/nodes/exit/manifest.ts';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import type { NodeFormProps } from '../contract.ts';
import { TextField } from '../shared/text-field.tsx';

export function Form({ data, onChange, problemOf }: NodeFormProps<ExitData>) {
  return (
    <>
      <Segmented
        label="Counts as"
        value={data.outcome}
        onChange={(outcome) => onChange({ ...data, outcome })}
        options={[
          { value: 'completed', label: 'Completed' },
          { value: 'exited', label: 'Ended early' },
        ]}
        className="flex w-full"
      />
      <TextField
        label="Reason"
        value={data.reason}
        limit={200}
        maxLength={200}
        placeholder="Shown in the list of runs"
        error={problemOf('reason')}
        onChange={(reason) => onChange({ ...data, reason })}
      />
    </>
  );
}
