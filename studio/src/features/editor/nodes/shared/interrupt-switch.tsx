import { Switch } from '../../../../shared/ui/switch.tsx';

/** Whether a trigger may break into a conversation that another flow has. */
export function InterruptSwitch({
  checked,
  onChange,
}: {
  checked: boolean | undefined;
  onChange: (isOn: boolean) => void;
}) {
  return (
    <Switch
      label="Interrupts other flows"
      hint={
        checked
          ? 'Starts at once and ends the flow that talks with the person.'
          : 'While another flow talks with the person, the message belongs to that flow.'
      }
      checked={checked ?? false}
      onChange={onChange}
    />
  );
}
