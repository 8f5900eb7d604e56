import { Trash2 } from 'lucide-react';
import type { VariableDefinition } from '../../../../../../core/flow/document.ts';
import type { SubflowData } from '../../../../../../core/flow/nodes/subflow/manifest.ts';
import { Button } from '../../../../shared/ui/button.tsx';
import { definitionWords, typeWords } from '../../panels/variables/variable-words.ts';
import { Group } from '../shared/group.tsx';
import { Note } from '../shared/note.tsx';
import { TextField } from '../shared/text-field.tsx';
import { VariableNameField } from '../shared/variable-name-field.tsx';
import { declaredOf, inputValue, outputVariable, strays, withInput, withOutput } from './exchange.ts';

interface DeclaredProps {
  data: SubflowData;
  /** Of the version that is run. */
  variables: Readonly<Record<string, VariableDefinition>>;
  onChange: (data: SubflowData) => void;
  problemOf: (field: string) => string | null;
}

/** A field for each value that the other flow takes in. */
export function DeclaredInputs({ data, variables, onChange, problemOf }: DeclaredProps) {
  const names = declaredOf(variables, 'input');
  return (
    <Group title="Hand over">
      {names.length === 0 && <Note>That flow takes nothing in: none of its variables is an input.</Note>}
      {names.map((name) => {
        const index = data.inputs.findIndex((input) => input.name === name);
        return (
          <TextField
            key={name}
            label={name}
            value={inputValue(data, name)}
            hasVariables
            hint={hintFor(variables[name])}
            error={problemOf(`inputs.${index}.value`) ?? problemOf(`inputs.${index}.name`)}
            onChange={(value) => onChange(withInput(data, name, value))}
          />
        );
      })}
      <Strays
        items={strays(data.inputs, names)}
        words={({ name, value }) => `${name || 'No name'}: ${value || 'nothing'}`}
        label={({ name }) => `Remove input ${name}`}
        why="Not taken in by that version"
        onRemove={(stray) => onChange({ ...data, inputs: data.inputs.filter((one) => one !== stray) })}
      />
    </Group>
  );
}

function hintFor(definition: VariableDefinition | undefined) {
  if (!definition) return undefined;
  const { type, default: value } = definition;
  const isEmptyFromStart = value === undefined || value === null;
  return `${isEmptyFromStart ? typeWords[type] : definitionWords(definition)}. ${isEmptyFromStart ? 'May stay empty.' : 'Left empty, that stands.'}`;
}

/** A variable of this flow for each value that the other one gives back. */
export function DeclaredOutputs({ data, variables, onChange, problemOf }: DeclaredProps) {
  const names = declaredOf(variables, 'output');
  return (
    <Group title="Take back">
      {names.length === 0 && <Note>That flow gives nothing back: none of its variables is an output.</Note>}
      {names.map((name) => {
        const index = data.outputs.findIndex((output) => output.name === name);
        const variable = outputVariable(data, name);
        return (
          <VariableNameField
            key={name}
            label={`Save ${name} as`}
            value={variable}
            hint={
              variable === '' ? `${typeWords[variables[name]?.type ?? 'text']}. Empty: not taken.` : undefined
            }
            error={problemOf(`outputs.${index}.variable`) ?? problemOf(`outputs.${index}.name`)}
            onChange={(next) => onChange(withOutput(data, name, next))}
          />
        );
      })}
      <Strays
        items={strays(data.outputs, names)}
        words={({ name, variable }) => `${name || 'No name'} as ${variable || 'nothing'}`}
        label={({ name }) => `Remove output ${name}`}
        why="Not given back by that version"
        onRemove={(stray) => onChange({ ...data, outputs: data.outputs.filter((one) => one !== stray) })}
      />
    </Group>
  );
}

interface StraysProps<Item> {
  items: readonly Item[];
  words: (item: Item) => string;
  /** Of the button that takes it away. */
  label: (item: Item) => string;
  why: string;
  onRemove: (item: Item) => void;
}

/** What was filled in for another version, and this one knows nothing of. */
function Strays<Item>({ items, words, label, why, onRemove }: StraysProps<Item>) {
  if (items.length === 0) return null;
  return (
    <ul aria-label={why} className="space-y-1">
      {items.map((item, index) => (
        <li
          key={index}
          className="flex items-center gap-2 rounded-lg bg-warn-soft py-1 pr-1 pl-2.5 text-warn"
        >
          <span className="min-w-0 flex-1 text-xs">
            <span className="block truncate font-mono">{words(item)}</span>
            {why}
          </span>
          <Button variant="ghost" size="iconXs" aria-label={label(item)} onClick={() => onRemove(item)}>
            <Trash2 aria-hidden />
          </Button>
        </li>
      ))}
    </ul>
  );
}
