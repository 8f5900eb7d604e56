import type { SetConsentData } from '../../../../../../core/flow/nodes/set-consent/manifest.ts';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import type { NodeFormProps } from '../contract.ts';

export function Form({ data, onChange }: NodeFormProps<SetConsentData>) {
  return (
    <>
      <Segmented
        label="Messages of this kind"
        value={data.purpose ?? 'marketing'}
        onChange={(purpose) => onChange({ ...data, purpose })}
        options={[
          { value: 'marketing', label: 'Marketing' },
          { value: 'utility', label: 'Utility' },
        ]}
        className="flex w-full"
      />
      <Segmented
        label="What the person said"
        value={data.state}
        onChange={(state) => onChange({ ...data, state })}
        options={[
          { value: 'granted', label: 'Agrees' },
          { value: 'denied', label: 'Wants none' },
          { value: 'requested', label: 'Asked' },
        ]}
        className="flex w-full"
      />
      <p className="text-xs text-muted">
        {data.state === 'requested'
          ? 'Waits for a confirmation: put “Agrees” behind the button that confirms. Until then nothing goes out.'
          : 'It is kept with the time, this flow and the person’s message as proof. Take it only from what the person said, for example by a button.'}
      </p>
    </>
  );
}
