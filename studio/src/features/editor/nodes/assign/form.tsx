import type { AssignData } from '../../../../../../core/flow/nodes/assign/manifest.ts';
import { useWorkspace } from '../../../../shared/session/workspace.ts';
import { Field } from '../../../../shared/ui/field.tsx';
import { Select } from '../../../../shared/ui/input.tsx';
import { Switch } from '../../../../shared/ui/switch.tsx';
import type { NodeFormProps } from '../contract.ts';
import { TimeoutField } from '../shared/duration-field.tsx';
import { TextField } from '../shared/text-field.tsx';
import { without, withText } from '../shared/without.ts';

const DAY_MS = 86_400_000;

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
      <WaitFields data={data} onChange={onChange} problemOf={problemOf} />
    </>
  );
}

function WaitFields({ data, onChange, problemOf }: NodeFormProps<AssignData>) {
  const { wait } = data;
  return (
    <>
      <Switch
        label="Wait until it is resolved"
        hint="Then the flow takes the conversation back and goes on at “Resolved”."
        checked={wait !== undefined}
        onChange={(isOn) => onChange(isOn ? { ...data, wait: { timeoutMs: DAY_MS } } : without(data, 'wait'))}
      />
      {wait && (
        <TimeoutField
          valueMs={wait.timeoutMs}
          onChange={(timeoutMs) => onChange({ ...data, wait: { ...wait, timeoutMs } })}
          error={problemOf('wait.timeoutMs')}
          portLabel="Not in time"
        />
      )}
      {wait && wait.timeoutMs !== null && (
        <Switch
          label="Take it back then"
          hint="Otherwise the conversation stays with people, and messages of the flow are held back."
          checked={wait.resumeOnTimeout ?? false}
          onChange={(isOn) =>
            onChange({
              ...data,
              wait: isOn ? { ...wait, resumeOnTimeout: true } : without(wait, 'resumeOnTimeout'),
            })
          }
        />
      )}
    </>
  );
}
