import type { SendWhatsappFlowData } from '../../../../../../core/flow/nodes/send-whatsapp-flow/manifest.ts';
import { Field } from '../../../../shared/ui/field.tsx';
import { Input } from '../../../../shared/ui/input.tsx';
import type { NodeFormProps } from '../contract.ts';
import { Group } from '../shared/group.tsx';
import { ListEditor } from '../shared/list-editor.tsx';
import { ValueTypeSelect } from '../shared/value-type-select.tsx';
import { VariableNameField } from '../shared/variable-name-field.tsx';

type Saved = SendWhatsappFlowData['saves'][number];

/** Which answers of the form are kept, and under which names. */
export function SavedFields({ data, onChange, problemOf }: NodeFormProps<SendWhatsappFlowData>) {
  return (
    <Group title="Answers to save">
      <ListEditor<Saved>
        noun="answer"
        items={data.saves}
        max={50}
        create={() => ({ field: '', saveAs: '', type: 'text' })}
        onChange={(saves) => onChange({ ...data, saves })}
      >
        {(saved, index, change) => (
          <div className="space-y-2 rounded-lg border border-border p-2.5">
            <div className="flex items-end gap-2">
              <Field
                label="Field of the form"
                className="min-w-0 flex-1"
                error={problemOf(`saves.${index}.field`)}
              >
                <Input
                  className="font-mono text-[13px]"
                  maxLength={100}
                  placeholder="screen_0_Name_0"
                  value={saved.field}
                  onChange={(event) => change({ ...saved, field: event.target.value })}
                />
              </Field>
              <ValueTypeSelect
                label={`Type of answer ${index + 1}`}
                value={saved.type}
                types={['text', 'number', 'boolean', 'date']}
                onChange={(type) => change({ ...saved, type })}
              />
            </div>
            <VariableNameField
              label="Save as"
              value={saved.saveAs}
              error={problemOf(`saves.${index}.saveAs`)}
              onChange={(saveAs) => change({ ...saved, saveAs })}
            />
          </div>
        )}
      </ListEditor>
    </Group>
  );
}
