/** The types and roles of variables as authors read them. */
import { wordsOfValue } from '../../../../../../core/flow/lists.ts';
import type { VariableDefinition, VariableType } from '../../../../../../core/flow/document.ts';

export const typeWords: Record<VariableType, string> = {
  text: 'Text',
  number: 'Number',
  boolean: 'Yes or no',
  date: 'Day',
  location: 'Place',
  media: 'File',
  list: 'List',
  item: 'Row of a list',
};

export type Role = NonNullable<VariableDefinition['role']>;

export const roleWords: Record<Role, string> = { input: 'Input', output: 'Output' };

/** "Number, starts with 2". */
export function definitionWords({ type, default: value }: VariableDefinition): string {
  if (value === undefined || value === null) return typeWords[type];
  const shown = typeof value === 'boolean' ? (value ? 'yes' : 'no') : wordsOfValue(value);
  return `${typeWords[type]}, starts ${shown === '' ? 'empty' : `with ${shown}`}`;
}
