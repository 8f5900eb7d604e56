import type { SendButtonsData } from '../../../../../../core/flow/nodes/send-buttons/manifest.ts';
import { WHATSAPP_LIMITS } from '../../../../../../core/flow/nodes/shared/limits.ts';
import { optionIdFor } from '../../document/ids.ts';
import type { NodeFormProps } from '../contract.ts';
import { TimeoutField } from '../shared/duration-field.tsx';
import { FrameFields } from '../shared/frame-fields.tsx';
import { Group } from '../shared/group.tsx';
import { ListEditor } from '../shared/list-editor.tsx';
import { FallbackField } from '../shared/template-fields.tsx';
import { TitledInput } from '../shared/titled-input.tsx';

export function Form({ data, onChange, problemOf }: NodeFormProps<SendButtonsData>) {
  return (
    <>
      <FrameFields data={data} onChange={onChange} problemOf={problemOf} />
      <Group title="Buttons" error={problemOf('buttons')}>
        <ListEditor
          noun="button"
          items={data.buttons}
          max={WHATSAPP_LIMITS.buttons}
          min={1}
          keyOf={(button) => button.id}
          create={() => ({
            id: optionIdFor(
              '',
              data.buttons.map((one) => one.id),
              'button',
            ),
            title: '',
          })}
          onChange={(buttons) => onChange({ ...data, buttons })}
        >
          {(button, index, change) => (
            <TitledInput
              label={`Title of button ${index + 1}`}
              value={button.title}
              limit={WHATSAPP_LIMITS.buttonTitle}
              error={problemOf(`buttons.${index}.title`)}
              placeholder="What people press"
              onChange={(title) => change({ ...button, title })}
            />
          )}
        </ListEditor>
      </Group>
      <TimeoutField data={data} onChange={onChange} problemOf={problemOf} />
      <FallbackField data={data} onChange={onChange} problemOf={problemOf} />
    </>
  );
}
