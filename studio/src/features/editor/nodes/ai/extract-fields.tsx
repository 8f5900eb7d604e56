import type { AiDataField, AiExtract } from '../../../../../../core/flow/nodes/ai/manifest.ts';
import { Input, Textarea } from '../../../../shared/ui/input.tsx';
import { Switch } from '../../../../shared/ui/switch.tsx';
import { Group } from '../shared/group.tsx';
import { ListEditor } from '../shared/list-editor.tsx';
import { TypedVariable } from '../shared/typed-variable.tsx';

export const newField = (): AiDataField => ({
  name: '',
  type: 'text',
  description: '',
  options: [],
  isRequired: false,
});

export interface ExtractFieldsProps {
  extract: AiExtract;
  onChange: (extract: AiExtract) => void;
  problemOf: (field: string) => string | null;
}

/** The values that the model looks for, each saved in a variable. */
export function ExtractFields({ extract, onChange, problemOf }: ExtractFieldsProps) {
  return (
    <Group title="Values to find" error={problemOf('output.fields')}>
      <ListEditor<AiDataField>
        noun="value"
        items={extract.fields}
        max={20}
        min={1}
        create={newField}
        onChange={(fields) => onChange({ ...extract, fields })}
      >
        {(field, index, change) => (
          <FieldFields
            field={field}
            index={index}
            problemOf={(part) => problemOf(`output.fields.${index}.${part}`)}
            onChange={change}
          />
        )}
      </ListEditor>
    </Group>
  );
}

interface FieldFieldsProps {
  field: AiDataField;
  index: number;
  onChange: (field: AiDataField) => void;
  problemOf: (part: string) => string | null;
}

function FieldFields({ field, index, onChange, problemOf }: FieldFieldsProps) {
  const error = problemOf('name') ?? problemOf('description') ?? firstOptionProblem(field, problemOf);
  return (
    <div className="space-y-1.5 rounded-lg border border-border p-2">
      <TypedVariable
        index={index}
        name={field.name}
        type={field.type}
        types={['text', 'number', 'boolean', 'date']}
        isInvalid={problemOf('name') !== null}
        onName={(name) => onChange({ ...field, name })}
        onType={(type) => onChange({ ...field, type })}
      />
      <Input
        aria-label={`What to look for, value ${index + 1}`}
        className="h-8 text-[13px]"
        maxLength={500}
        placeholder="What to look for"
        value={field.description}
        onChange={(event) => onChange({ ...field, description: event.target.value })}
      />
      {field.type === 'text' && (
        <Textarea
          aria-label={`Allowed values, one a line, value ${index + 1}`}
          className="min-h-9 text-[13px]"
          placeholder="Allowed values, one a line; empty allows any"
          value={field.options.join('\n')}
          onChange={(event) => onChange({ ...field, options: linesOf(event.target.value) })}
        />
      )}
      <Switch
        label="Must be found"
        hint="Else the run goes on at “Fallback”."
        checked={field.isRequired}
        onChange={(isRequired) => onChange({ ...field, isRequired })}
      />
      {error && <p className="text-xs text-danger">{error}</p>}
    </div>
  );
}

/** Keeps an empty line at the end, so that the next one can be typed. */
function linesOf(text: string): string[] {
  return text === '' ? [] : text.split('\n', 30).map((line) => line.slice(0, 200));
}

function firstOptionProblem(field: AiDataField, problemOf: (part: string) => string | null): string | null {
  return field.options.map((_, n) => problemOf(`options.${n}`)).find((message) => message !== null) ?? null;
}
