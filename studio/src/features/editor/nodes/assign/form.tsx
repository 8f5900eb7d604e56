import { useQuery } from '@tanstack/react-query';
import { isAtLeast } from '../../../../../../core/api/permissions.ts';
import type { AssignData } from '../../../../../../core/flow/nodes/assign/manifest.ts';
import { membersQuery, teamsQuery } from '../../../../shared/api/queries.ts';
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
  const { orgId, userId } = useWorkspace();
  const members = useQuery(membersQuery(orgId));
  const teams = useQuery(teamsQuery(orgId));
  const people = (members.data ?? []).filter(
    (member) => member.userId !== userId && isAtLeast(member.role, 'agent'),
  );
  return (
    <>
      <Field label="Hand over to" error={problemOf('assigneeId')}>
        <Select
          value={data.assigneeId ?? ''}
          onChange={(event) => onChange(withText(data, 'assigneeId', event.target.value))}
        >
          <option value="">Whoever comes first</option>
          <option value={userId}>Me</option>
          {people.map((member) => (
            <option key={member.userId} value={member.userId}>
              {member.name ?? member.email}
            </option>
          ))}
          <Gone
            id={data.assigneeId}
            known={members.data && [userId, ...people.map((member) => member.userId)]}
            label="Somebody who left"
          />
        </Select>
      </Field>
      <Field
        label="Team"
        hint={teams.data?.length === 0 ? 'There are no teams yet: make one in the settings.' : undefined}
        error={problemOf('teamId')}
      >
        <Select
          value={data.teamId ?? ''}
          onChange={(event) => onChange(withText(data, 'teamId', event.target.value))}
        >
          <option value="">No team</option>
          {teams.data?.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
          <Gone id={data.teamId} known={teams.data?.map(({ id }) => id)} label="A team that is gone" />
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

/** Keeps what the document says visible, also when it is there no more. */
function Gone({
  id,
  known,
  label,
}: {
  id: string | undefined;
  known: readonly string[] | undefined;
  label: string;
}) {
  if (id === undefined || known?.includes(id)) return null;
  return <option value={id}>{known ? label : 'Loading…'}</option>;
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
          data={wait}
          onChange={(next) => onChange({ ...data, wait: next })}
          problemOf={(field) => problemOf(`wait.${field}`)}
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
