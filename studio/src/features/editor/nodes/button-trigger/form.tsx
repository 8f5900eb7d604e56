import type {
  ButtonPattern,
  ButtonTriggerData,
} from '../../../../../../core/flow/nodes/button-trigger/manifest.ts';
import { Input, Select } from '../../../../shared/ui/input.tsx';
import type { NodeFormProps } from '../contract.ts';
import { Group } from '../shared/group.tsx';
import { InterruptSwitch } from '../shared/interrupt-switch.tsx';
import { ListEditor } from '../shared/list-editor.tsx';
import { without } from '../shared/without.ts';

const MAX_BUTTONS = 50;

export function Form({ data, onChange, problemOf }: NodeFormProps<ButtonTriggerData>) {
  return (
    <>
      <Group title="Starts when somebody presses" error={problemOf('buttons')}>
        <ListEditor<ButtonPattern>
          noun="button"
          items={data.buttons}
          max={MAX_BUTTONS}
          min={1}
          keyOf={(_, index) => index}
          create={() => ({ match: 'exact', text: '' })}
          onChange={(buttons) => onChange({ ...data, buttons })}
        >
          {(button, index, change) => {
            const error = problemOf(`buttons.${index}.text`);
            return (
              <div className="space-y-1">
                <Input
                  aria-label={`Payload or title of button ${index + 1}`}
                  aria-invalid={error ? true : undefined}
                  maxLength={256}
                  placeholder="Payload or title"
                  value={button.text}
                  onChange={(event) => change({ ...button, text: event.target.value })}
                />
                <Select
                  aria-label={`How button ${index + 1} is compared`}
                  className="h-8 text-[13px]"
                  value={button.match}
                  onChange={(event) =>
                    change({ ...button, match: event.target.value as ButtonPattern['match'] })
                  }
                >
                  <option value="exact">is the payload or the title</option>
                  <option value="prefix">is the beginning of either</option>
                </Select>
                {error && <p className="text-xs text-danger">{error}</p>}
              </div>
            );
          }}
        </ListEditor>
      </Group>
      <InterruptSwitch
        checked={data.interrupts}
        onChange={(isOn) => onChange(isOn ? { ...data, interrupts: true } : without(data, 'interrupts'))}
      />
    </>
  );
}
