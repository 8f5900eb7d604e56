import type { CompiledFlow } from '../compile.ts';
import type { VariableType } from '../basics.ts';
import type { FlowDoc } from '../document.ts';
import { readInputs } from '../nodes/subflow/inputs.ts';
import type { SubflowData } from '../nodes/subflow/manifest.ts';
import type { Problem, QuickFix } from '../problem.ts';
import type { Rule } from './contract.ts';
import { usableNodes } from './graph.ts';
import { similarName } from './unknown-names.ts';

/** What a step hands to another flow and takes from it must exist there, and the other flow must be one that can be called. */
export const subflowMapping: Rule = ({ flow }) =>
  usableNodes(flow).flatMap((node): Problem[] => {
    const { subflow, data } = node;
    if (!subflow) return [];
    const report = (severity: Problem['severity'], field: string, message: string): Problem => ({
      code: 'subflow-mapping',
      severity,
      nodeId: node.id,
      field,
      message,
    });
    if (!isCallable(subflow)) {
      const message = 'That flow can’t be called: it needs the trigger "Called by another flow".';
      return [report('error', 'flowId', message)];
    }
    const { variables } = subflow.doc;
    const roleOf = (name: string) => (Object.hasOwn(variables, name) ? variables[name]?.role : undefined);
    const renameTo = (role: 'input' | 'output', field: string, name: string): { fix?: QuickFix } => {
      const taken = namesIn(data, `${role}s`).map((one) => one.name);
      const free = Object.keys(variables).filter((one) => roleOf(one) === role && !taken.includes(one));
      const similar = similarName(name, new Set(free));
      return similar === null
        ? {}
        : { fix: { kind: 'renameRead', nodeId: node.id, field, path: [name], name: similar } };
    };
    const inputs = namesIn(data, 'inputs')
      .filter(({ name }) => roleOf(name) !== 'input')
      .map(({ field, name }) => ({
        ...report('warning', field, `The other flow has no input "${name}".`),
        ...renameTo('input', field, name),
      }));
    const outputs = namesIn(data, 'outputs')
      .filter(({ name }) => roleOf(name) !== 'output')
      .map(({ field, name }) => ({
        ...report('warning', field, `The other flow gives no "${name}" back.`),
        ...renameTo('output', field, name),
      }));
    return [...inputs, ...outputs, ...unreadable(data, variables, report)];
  });

/** Fixed values that are never of the declared type; what a text of the flow becomes isn't known yet. */
function unreadable(
  data: unknown,
  variables: FlowDoc['variables'],
  report: (severity: Problem['severity'], field: string, message: string) => Problem,
): Problem[] {
  return (data as Pick<SubflowData, 'inputs'>).inputs.flatMap(({ name, value }, index) => {
    if (value.includes('{{') || value.includes('{%')) return [];
    if (!('problem' in readInputs({ [name]: value }, variables))) return [];
    const message = `"${name}" is ${words[variables[name]?.type ?? 'text']} there, and "${value.trim()}" can’t be read as one.`;
    return [report('error', `inputs.${index}.value`, message)];
  });
}

const words: Record<VariableType, string> = {
  text: 'a text',
  number: 'a number',
  boolean: 'a yes or no',
  date: 'a day',
  location: 'a place',
  media: 'a file',
  list: 'a list',
  item: 'a row of a list',
};

function isCallable(flow: CompiledFlow): boolean {
  return usableNodes(flow).some(({ type, data }) => type.trigger?.listens(data).includes('call'));
}

function namesIn(data: unknown, key: 'inputs' | 'outputs'): { field: string; name: string }[] {
  const list: unknown = (data as Record<string, unknown>)[key];
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown, index) => {
    const name = typeof item === 'object' && item !== null && 'name' in item ? item.name : null;
    return typeof name === 'string' && name !== '' ? [{ field: `${key}.${index}.name`, name }] : [];
  });
}
