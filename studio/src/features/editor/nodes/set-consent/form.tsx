import type { SetConsentData } from '../../../../../../core/flow/nodes/set-consent/manifest.ts';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import type { NodeFormProps } from '../contract.ts';

export function Form({ data, onChange }: NodeFormProps<SetConsentData>) {
  return (
    <>
      <Segmented
        label="Marketing messages"
        value={data.state}
        onChange={(state) => onChange({ ...data, state })}
        options={[
          { value: 'granted', label: 'Agrees' },
          { value: 'denied', label: 'Wants none' },
        ]}
        className="flex w-full"
      />
      <p className="text-xs text-muted">
        It is kept with the time and this flow as proof. Take it only from what the person said, for example
        by a button.
      </p>
    </>
  );
}
