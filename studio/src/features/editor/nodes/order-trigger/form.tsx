import type { OrderTriggerData } from '../../../../../../core/flow/nodes/order-trigger/manifest.ts';
import type { NodeFormProps } from '../contract.ts';
import { InterruptSwitch } from '../shared/interrupt-switch.tsx';
import { Note } from '../shared/note.tsx';
import { without } from '../shared/without.ts';

export function Form({ data, onChange }: NodeFormProps<OrderTriggerData>) {
  return (
    <>
      <Note>
        The flow starts when a person sends a cart from your WhatsApp catalogue, unless a step of another flow
        waits for it.
      </Note>
      <InterruptSwitch
        checked={data.interrupts}
        onChange={(isOn) => onChange(isOn ? { ...data, interrupts: true } : without(data, 'interrupts'))}
      />
    </>
  );
}
