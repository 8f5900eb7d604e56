import type { ButtonTriggerData } from '../../../../../../core/flow/nodes/button-trigger/manifest.ts';
import type { NodeFormProps } from '../contract.ts';
import { InterruptSwitch } from '../shared/interrupt-switch.tsx';
import { PatternList } from '../shared/pattern-list.tsx';
import { without } from '../shared/without.ts';

export function Form({ data, onChange, problemOf }: NodeFormProps<ButtonTriggerData>) {
  return (
    <>
      <PatternList
        title="Starts when somebody presses"
        noun="button"
        textLabel="Payload or title of button"
        patterns={data.buttons}
        onChange={(buttons) => onChange({ ...data, buttons })}
        matches={{ exact: 'is the payload or the title', prefix: 'is the beginning of either' }}
        placeholder={() => 'Payload or title'}
        maxLength={256}
        max={50}
        field="buttons"
        problemOf={problemOf}
      />
      <InterruptSwitch
        checked={data.interrupts}
        onChange={(isOn) => onChange(isOn ? { ...data, interrupts: true } : without(data, 'interrupts'))}
      />
    </>
  );
}
