import type { SubflowData } from '../../../../../../core/flow/nodes/subflow/manifest.ts';
import { Input } from '../../../../shared/ui/input.tsx';
import { Group } from '../shared/group.tsx';
import { ListEditor } from '../shared/list-editor.tsx';
import { TextField } from '../shared/text-field.tsx';
import { typedName } from '../shared/variable-name.ts';

type SubflowInput = SubflowData['inputs'][number];
type SubflowOutput = SubflowData['outputs'][number];

interface ExchangeProps<Item> {
  items: Item[];
  onChange: (items: Item[]) => void;
  problemOf: (field: string) => string | null;
}

/** What the other flow gets. */
export function Inputs({ items, onChange, problemOf }: ExchangeProps<SubflowInput>) {
  return (
    <Group title="Hand over">
      <ListEditor<SubflowInput>
        noun="input"
        items={items}
        max={50}
        create={() => ({ name: '', value: '' })}
        onChange={onChange}
      >
        {(input, index, change) => (
          <div className="space-y-1">
            <NameInput
              label={`Variable of the other flow, input ${index + 1}`}
              placeholder="city"
              value={input.name}
              onChange={(name) => change({ ...input, name })}
              error={problemOf(`inputs.${index}.name`)}
            />
            <TextField
              label={`Value of input ${index + 1}`}
              hideLabel
              value={input.value}
              hasVariables
              placeholder="{{ contact.attributes.city }}"
              error={problemOf(`inputs.${index}.value`)}
              onChange={(value) => change({ ...input, value })}
            />
          </div>
        )}
      </ListEditor>
    </Group>
  );
}

/** What comes back. */
export function Outputs({ items, onChange, problemOf }: ExchangeProps<SubflowOutput>) {
  return (
    <Group title="Take back">
      <ListEditor<SubflowOutput>
        noun="output"
        items={items}
        max={50}
        create={() => ({ name: '', variable: '' })}
        onChange={onChange}
      >
        {(output, index, change) => (
          <div className="flex items-start gap-1.5">
            <NameInput
              label={`Variable of the other flow, output ${index + 1}`}
              placeholder="price"
              value={output.name}
              onChange={(name) => change({ ...output, name })}
              error={problemOf(`outputs.${index}.name`)}
            />
            <span className="pt-1.5 text-xs text-muted">as</span>
            <NameInput
              label={`Own variable of output ${index + 1}`}
              placeholder="price"
              value={output.variable}
              onChange={(variable) => change({ ...output, variable })}
              error={problemOf(`outputs.${index}.variable`)}
            />
          </div>
        )}
      </ListEditor>
    </Group>
  );
}

interface NameInputProps {
  label: string;
  value: string;
  placeholder: string;
  onChange: (name: string) => void;
  error: string | null;
}

function NameInput({ label, value, placeholder, onChange, error }: NameInputProps) {
  return (
    <div className="min-w-0 flex-1">
      <Input
        aria-label={label}
        aria-invalid={error ? true : undefined}
        className="h-8 font-mono text-xs"
        spellCheck={false}
        maxLength={64}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onChange(typedName(event.target.value))}
      />
      {error && <p className="mt-1 text-xs text-danger">{error}</p>}
    </div>
  );
}
