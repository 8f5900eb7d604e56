/** What the editor of a flow's variables works with: names, types and what a change would touch. */
import { compileFlow } from '../../../../../core/flow/compile.ts';
import type { FlowDoc, VariableDefinition, VariableType } from '../../../../../core/flow/document.ts';
import { isVariableName } from '../../../../../core/flow/nodes/shared/fields.ts';
import { valueAs } from '../../../../../core/flow/nodes/shared/values.ts';
import { nodeTitle } from '../../../../../core/flow/summary.ts';
import { variableTypes } from '../../../../../core/flow/validation/variables.ts';
import { variableUses } from '../../../../../core/flow/variable-uses.ts';
import { optionIdFor } from './ids.ts';
import { filledVariables } from './variables.ts';

/** Why a variable can't be called this; null when it can. @param own the name that it has now */
export function nameProblem(doc: FlowDoc, name: string, own: string): string | null {
  if (name === own) return null;
  if (name === '') return 'A variable needs a name.';
  if (!isVariableName(name))
    return 'Use letters, digits and _, not a digit first, and none of Liquid’s own words.';
  if (name in doc.variables) return 'There is a variable of this name.';
  return filledVariables(doc).includes(name)
    ? 'A step saves in a variable of this name: the two would become one.'
    : null;
}

export function freshVariableName(doc: FlowDoc): string {
  return optionIdFor('variable', filledVariables(doc), 'variable');
}

/** The same variable as another type. A value from the start stays when it can be read as that type, else it goes. */
export function definitionAs(definition: VariableDefinition, type: VariableType): VariableDefinition {
  const { default: value, ...rest } = definition;
  if (value === undefined || value === null) return { ...rest, type };
  const read = valueAs(typeof value === 'boolean' ? (value ? 'yes' : 'no') : value, type);
  return read === undefined || read === null ? { ...rest, type } : { ...rest, type, default: read };
}

/** A declaration for what steps fill so far without one. */
export function declarationFor(doc: FlowDoc, name: string): VariableDefinition {
  return { type: variableTypes(compileFlow(doc)).get(name) ?? 'text' };
}

export interface UsersOfVariable {
  /** Titles of the steps that read it, in a text or a condition. */
  readers: string[];
  /** Titles of the steps that only save in it. */
  fillers: string[];
}

export function usersOfVariable(doc: FlowDoc, name: string): UsersOfVariable {
  const uses = variableUses(doc, name);
  const reading = new Set(uses.filter(({ kind }) => kind !== 'name').map(({ nodeId }) => nodeId));
  const filling = new Set(uses.map(({ nodeId }) => nodeId).filter((id) => !reading.has(id)));
  const titles = (ids: ReadonlySet<string>) =>
    [...ids].flatMap((id) => {
      const node = doc.nodes[id];
      return node ? [nodeTitle(node)] : [];
    });
  return { readers: titles(reading), fillers: titles(filling) };
}
