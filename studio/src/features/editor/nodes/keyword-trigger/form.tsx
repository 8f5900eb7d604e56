import type { KeywordTriggerData } from '../../../../../../core/flow/nodes/keyword-trigger/manifest.ts';
import type { NodeFormProps } from '../contract.ts';
import { InterruptSwitch } from '../shared/interrupt-switch.tsx';
import { PatternList } from '../shared/pattern-list.tsx';
import { without } from '../shared/without.ts';

export function Form({ data, onChange, problemOf }: NodeFormProps<KeywordTriggerData>) {
  return (
    <>
      <PatternList
        title="Starts when somebody writes"
        noun="keyword"
        textLabel="Keyword"
        patterns={data.keywords}
        onChange={(keywords) => onChange({ ...data, keywords })}
        matches={{
          exact: 'is the whole message',
          contains: 'occurs in the message',
          regex: 'is a pattern (regular expression)',
        }}
        placeholder={(match) => (match === 'regex' ? 'order\\s+\\d+' : 'hello')}
        maxLength={200}
        max={50}
        field="keywords"
        problemOf={problemOf}
      />
      <InterruptSwitch
        checked={data.interrupts}
        onChange={(isOn) => onChange(isOn ? { ...data, interrupts: true } : without(data, 'interrupts'))}
      />
    </>
  );
}
