import type { SendWhatsappFlowData } from '../../../../../../core/flow/nodes/send-whatsapp-flow/manifest.ts';
import { Input } from '../../../../shared/ui/input.tsx';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import type { NodeFormProps } from '../contract.ts';
import { Group } from '../shared/group.tsx';
import { ListEditor } from '../shared/list-editor.tsx';
import { TextField } from '../shared/text-field.tsx';
import { ValueTypeSelect } from '../shared/value-type-select.tsx';

type ScreenValue = SendWhatsappFlowData['data'][number];

/** Which screen the form begins with, and what is filled in there. */
export function ScreenFields({ data, onChange, problemOf }: NodeFormProps<SendWhatsappFlowData>) {
  return (
    <Group title="First screen">
      <Segmented
        label="Who decides what the form shows"
        className="flex w-full"
        value={data.action}
        onChange={(action) => onChange({ ...data, action })}
        options={[
          { value: 'navigate', label: 'From here' },
          { value: 'data_exchange', label: 'Its own endpoint' },
        ]}
      />
      {data.action === 'navigate' && (
        <>
          <TextField
            label="Id of the screen"
            value={data.screen}
            maxLength={200}
            placeholder="WELCOME"
            error={problemOf('screen')}
            onChange={(screen) => onChange({ ...data, screen })}
          />
          <ListEditor<ScreenValue>
            noun="value"
            items={data.data}
            max={50}
            create={() => ({ name: '', value: '', type: 'text' })}
            onChange={(values) => onChange({ ...data, data: values })}
          >
            {(value, index, change) => (
              <ValueFields
                value={value}
                index={index}
                onChange={change}
                problem={problemOf(`data.${index}.name`)}
                valueProblem={problemOf(`data.${index}.value`)}
              />
            )}
          </ListEditor>
        </>
      )}
    </Group>
  );
}

interface ValueFieldsProps {
  value: ScreenValue;
  index: number;
  onChange: (value: ScreenValue) => void;
  problem: string | null;
  valueProblem: string | null;
}

function ValueFields({ value, index, onChange, problem, valueProblem }: ValueFieldsProps) {
  return (
    <div className="space-y-2 rounded-lg border border-border p-2.5">
      <div className="flex gap-2">
        <Input
          aria-label={`Name of value ${index + 1}`}
          aria-invalid={Boolean(problem) || undefined}
          title={problem ?? undefined}
          className="font-mono text-[13px]"
          maxLength={100}
          placeholder="name"
          value={value.name}
          onChange={(event) => onChange({ ...value, name: event.target.value })}
        />
        <ValueTypeSelect
          label={`Type of value ${index + 1}`}
          value={value.type}
          types={['text', 'number', 'boolean', 'json']}
          onChange={(type) => onChange({ ...value, type })}
        />
      </div>
      {problem && <p className="text-xs text-danger">{problem}</p>}
      <TextField
        label="Value"
        value={value.value}
        isMultiline={value.type === 'json'}
        hasVariables
        error={valueProblem}
        onChange={(text) => onChange({ ...value, value: text })}
      />
    </div>
  );
}
