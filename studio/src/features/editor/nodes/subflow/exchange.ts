/** What goes into another flow and comes back, by the names that it declares. */
import type { VariableDefinition } from '../../../../../../core/flow/document.ts';
import type { SubflowData } from '../../../../../../core/flow/nodes/subflow/manifest.ts';

export function declaredOf(
  variables: Readonly<Record<string, VariableDefinition>>,
  role: VariableDefinition['role'],
): string[] {
  return Object.keys(variables)
    .filter((name) => variables[name]?.role === role)
    .sort();
}

export function inputValue({ inputs }: SubflowData, name: string): string {
  return inputs.find((input) => input.name === name)?.value ?? '';
}

/** An empty value isn't handed over, so the other flow's own default stands. */
export function withInput(data: SubflowData, name: string, value: string): SubflowData {
  return { ...data, inputs: put(data.inputs, value === '' ? null : { name, value }, name) };
}

export function outputVariable({ outputs }: SubflowData, name: string): string {
  return outputs.find((output) => output.name === name)?.variable ?? '';
}

export function withOutput(data: SubflowData, name: string, variable: string): SubflowData {
  return { ...data, outputs: put(data.outputs, variable === '' ? null : { name, variable }, name) };
}

/** In place of the first one of that name, else at the end; null takes it away. */
function put<Item extends { name: string }>(items: readonly Item[], next: Item | null, name: string): Item[] {
  const index = items.findIndex((item) => item.name === name);
  if (index === -1) return next === null ? [...items] : [...items, next];
  return items.flatMap((item, at) => (at === index ? (next ?? []) : item));
}

/** Those that no field stands for: of unknown names, or the second ones of a name. */
export function strays<Item extends { name: string }>(
  items: readonly Item[],
  declared: readonly string[],
): Item[] {
  return items.filter(
    (item, index) =>
      !declared.includes(item.name) || items.findIndex(({ name }) => name === item.name) !== index,
  );
}
