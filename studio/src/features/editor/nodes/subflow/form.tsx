import { useQuery } from '@tanstack/react-query';
import type { SubflowData } from '../../../../../../core/flow/nodes/subflow/manifest.ts';
import { flowsQuery } from '../../../../shared/api/queries.ts';
import { useWorkspace } from '../../../../shared/session/workspace.ts';
import { Field } from '../../../../shared/ui/field.tsx';
import { Select } from '../../../../shared/ui/input.tsx';
import { Skeleton } from '../../../../shared/ui/states.tsx';
import { useEditor } from '../../store/editor-store.ts';
import { versionQuery } from '../../versions/queries.ts';
import type { NodeFormProps } from '../contract.ts';
import { Note } from '../shared/note.tsx';
import { DeclaredInputs, DeclaredOutputs } from './declared-fields.tsx';
import { Inputs, Outputs } from './exchange-fields.tsx';
import { subflowVersionsQuery } from './queries.ts';

export function Form({ data, onChange, problemOf }: NodeFormProps<SubflowData>) {
  const { orgId } = useWorkspace();
  const ownId = useEditor((state) => state.flowId);
  const flows = useQuery(flowsQuery(orgId)).data?.items ?? [];
  const offered = flows.filter((flow) => flow.id !== ownId);
  return (
    <>
      <Field label="Flow to run" error={problemOf('flowId')}>
        <Select
          value={data.flowId}
          onChange={(event) => onChange({ ...data, flowId: event.target.value, version: 0 })}
        >
          <option value="">Choose a flow</option>
          {data.flowId !== '' && !offered.some((flow) => flow.id === data.flowId) && (
            <option value={data.flowId}>A flow that isn’t here</option>
          )}
          {offered.map((flow) => (
            <option key={flow.id} value={flow.id}>
              {flow.name}
            </option>
          ))}
        </Select>
      </Field>
      {data.flowId !== '' && <VersionField data={data} onChange={onChange} problemOf={problemOf} />}
      <Exchange data={data} onChange={onChange} problemOf={problemOf} />
    </>
  );
}

/** By the names that the version declares; free lists where it can't be read. */
function Exchange({ data, onChange, problemOf }: NodeFormProps<SubflowData>) {
  const { orgId } = useWorkspace();
  const isChosen = data.flowId !== '' && data.version !== 0;
  const called = useQuery({ ...versionQuery(orgId, data.flowId, data.version), enabled: isChosen });
  if (isChosen && called.isPending) return <Skeleton className="h-24" />;
  if (called.data) {
    const { variables } = called.data.doc;
    const shared = { data, variables, onChange, problemOf };
    return (
      <>
        <DeclaredInputs {...shared} />
        <DeclaredOutputs {...shared} />
      </>
    );
  }
  if (!isChosen && data.inputs.length + data.outputs.length === 0)
    return <Note>Once a version is chosen, what it takes in and gives back stands here.</Note>;
  return (
    <>
      <Inputs
        items={data.inputs}
        onChange={(inputs) => onChange({ ...data, inputs })}
        problemOf={problemOf}
      />
      <Outputs
        items={data.outputs}
        onChange={(outputs) => onChange({ ...data, outputs })}
        problemOf={problemOf}
      />
    </>
  );
}

function VersionField({ data, onChange, problemOf }: NodeFormProps<SubflowData>) {
  const { orgId } = useWorkspace();
  const versions = useQuery(subflowVersionsQuery(orgId, data.flowId));
  const items = versions.data?.items ?? [];
  const newest = items[0]?.number;
  return (
    <Field
      label="Version"
      error={problemOf('version')}
      hint={
        versions.isSuccess && items.length === 0
          ? 'That flow isn’t published yet.'
          : newest !== undefined && data.version !== 0 && data.version < newest
            ? `Version ${newest} is newer; people go on with version ${data.version} until you choose it.`
            : 'It stays this version, also when that flow is published anew.'
      }
    >
      <Select
        value={String(data.version)}
        onChange={(event) => onChange({ ...data, version: Number(event.target.value) })}
      >
        <option value="0">Choose a version</option>
        {data.version !== 0 && !items.some(({ number }) => number === data.version) && (
          <option value={data.version}>v{data.version}</option>
        )}
        {items.map(({ id, number, note }) => (
          <option key={id} value={number}>
            v{number}
            {note ? `, ${note}` : ''}
          </option>
        ))}
      </Select>
    </Field>
  );
}
