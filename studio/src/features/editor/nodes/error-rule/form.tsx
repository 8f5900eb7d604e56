import { manifest } from '../../../../../../core/flow/nodes/error-rule/manifest.ts';
import type { ErrorRuleData } from '../../../../../../core/flow/nodes/error-rule/manifest.ts';
import type { NodeFormProps } from '../contract.ts';
import { NumberField } from '../shared/number-field.tsx';
import { VariableNameField } from '../shared/variable-name-field.tsx';
import { withText } from '../shared/without.ts';

export function Form({ data, onChange, problemOf }: NodeFormProps<ErrorRuleData>) {
  return (
    <>
      <NumberField
        label="At most, times"
        hint="In one run. After that a failed step waits for somebody’s decision."
        min={1}
        max={manifest.limits['times'] ?? 1}
        value={data.times}
        onChange={(times) => onChange({ ...data, times })}
        error={problemOf('times')}
      />
      <VariableNameField
        label="Save the error’s code as"
        value={data.saveCodeAs ?? ''}
        onChange={(name) => onChange(withText(data, 'saveCodeAs', name))}
        error={problemOf('saveCodeAs')}
      />
      <VariableNameField
        label="Save the step’s name as"
        value={data.saveStepAs ?? ''}
        onChange={(name) => onChange(withText(data, 'saveStepAs', name))}
        error={problemOf('saveStepAs')}
      />
    </>
  );
}
