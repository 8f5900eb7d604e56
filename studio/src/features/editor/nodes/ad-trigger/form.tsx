import type { AdTriggerData } from '../../../../../../core/flow/nodes/ad-trigger/manifest.ts';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import type { NodeFormProps } from '../contract.ts';
import { IdList } from '../shared/id-list.tsx';
import { InterruptSwitch } from '../shared/interrupt-switch.tsx';
import { without } from '../shared/without.ts';

export function Form({ data, onChange, problemOf }: NodeFormProps<AdTriggerData>) {
  return (
    <>
      <Segmented
        label="Which ads"
        value={data.which}
        onChange={(which) => onChange({ ...data, which })}
        options={[
          { value: 'any', label: 'Any ad or post' },
          { value: 'some', label: 'Certain ones' },
        ]}
        className="flex w-full"
      />
      {data.which === 'some' && (
        <IdList
          title="Ids of ads or posts, from Meta’s Ads Manager"
          noun="ad"
          ids={data.sourceIds}
          max={100}
          placeholder="120210000000000000"
          field="sourceIds"
          problemOf={problemOf}
          onChange={(sourceIds) => onChange({ ...data, sourceIds })}
        />
      )}
      <InterruptSwitch
        checked={data.interrupts}
        onChange={(isOn) => onChange(isOn ? { ...data, interrupts: true } : without(data, 'interrupts'))}
      />
    </>
  );
}
