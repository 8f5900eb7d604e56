import type { KeywordTriggerData } from '../../../../../../core/flow/nodes/keyword-trigger/manifest.ts';
import type { NodeFormProps } from '../contract.ts';
import { InterruptSwitch } from '../shared/interrupt-switch.tsx';
import { KeywordList } from '../shared/keyword-list.tsx';
import { without } from '../shared/without.ts';

export function Form({ data, onChange, problemOf }: NodeFormProps<KeywordTriggerData>) {
  return (
    <>
      <KeywordList
        title="Starts when somebody writes"
        keywords={data.keywords}
        onChange={(keywords) => onChange({ ...data, keywords })}
        example="hello"
        problemOf={problemOf}
      />
      <InterruptSwitch
        checked={data.interrupts}
        onChange={(isOn) => onChange(isOn ? { ...data, interrupts: true } : without(data, 'interrupts'))}
      />
    </>
  );
}
