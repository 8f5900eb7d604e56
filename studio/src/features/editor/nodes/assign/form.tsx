import type { AssignData } from '../../../../../../core/flow/nodes/assign/manifest.ts';
import { useWorkspace } from '../../../../shared/session/workspace.ts';
import { Field } from '../../../../shared/ui/field.tsx';
import { Select } from '../../../../shared/ui/input.tsx';
import type { NodeFormProps } from '../contract.ts';
import { TextField } from '../shared/text-field.tsx';
import { withText } from '../shared/without.ts';

export function Form({ data, onChange, problemOf }: NodeFormProps<AssignData>) {
  const { userId } = useWorkspace();
  const isOther = data.assigneeId !== undefined && data.assigneeId !== userId;
  return (
    <>
      <Field label="Hand over to" error={problemOf('assigneeId')}>
        <Select
          value={data.assigneeId ?? ''}
          onChange={(event) => onChange(withText(data, 'assigneeId', event.target.value))}
        >
          <option value="">The inbox, for whoever comes first</option>
          <option value={userId}>Me</option>
          {isOther && <option value={data.assigneeId}>A colleague</option>}
        </Select>
      </Field>
      <TextField
        label="Note for the team"
        value={data.note ?? ''}
        isMultiline
        hasVariables
        placeholder="Asked for a person after the price list"
        error={problemOf('note')}
        onChange={(note) => onChange(withText(data, 'note', note))}
      />
    </>
  );
}
