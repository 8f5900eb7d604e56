import type { NodePath, VariableValue } from './basics.ts';
import type { Place } from './compile.ts';
import type { StepFault } from './nodes/contract.ts';
import { readInputs } from './nodes/subflow/inputs.ts';

/** Where the flow that is called here begins and with which variables, or why it can't be called. */
export function entryOf(
  { node: { subflow }, path }: Place,
  inputs: Record<string, VariableValue>,
): { path: NodePath; variables: Record<string, VariableValue> } | { problem: StepFault } {
  if (!subflow) return { problem: { code: 'subflow_not_found', message: 'There is no such flow version.' } };
  const entry = [...subflow.nodes.values()].find(
    ({ type, data, isBroken }) => !isBroken && type?.trigger?.listens(data).includes('call'),
  );
  if (!entry) return { problem: { code: 'subflow_without_start', message: 'That flow can’t be called.' } };
  const read = readInputs(inputs, subflow.doc.variables);
  return 'problem' in read ? read : { path: `${path}/${entry.id}`, variables: read.values };
}
