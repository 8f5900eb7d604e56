import type { SendWhatsappFlowData } from '../../../../../../core/flow/nodes/send-whatsapp-flow/manifest.ts';
import { Input, Select } from '../../../../shared/ui/input.tsx';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import type { NodeFormProps } from '../contract.ts';
import { Group } from '../shared/group.tsx';
import { ListEditor } from '../shared/list-editor.tsx';
import { TextField } from '../shared/text-field.tsx';

type ScreenValue = SendWhatsappFlowData['data'][number];

const types: Record<ScreenValue['type'], string> = {
  text: 'Text',
  number: 'Number',
  boolean: 'Yes or no',
  json: 'JSON',
};

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
            keyOf={(_, index) => index}
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
        <Select
          aria-label={`Type of value ${index + 1}`}
          className="w-32 shrink-0"
          value={value.type}
          onChange={(event) => onChange({ ...value, type: event.target.value as ScreenValue['type'] })}
        >
          {Object.entries(types).map(([type, title]) => (
            <option key={type} value={type}>
              {title}
            </option>
          ))}
        </Select>
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
