import type { WaitForReplyData } from '../../../../../../core/flow/nodes/wait-for-reply/manifest.ts';
import type { NodeFormProps } from '../contract.ts';
import { TimeoutField } from '../shared/duration-field.tsx';
import { VariableNameField } from '../shared/variable-name-field.tsx';
import { withText } from '../shared/without.ts';

export function Form({ data, onChange, problemOf }: NodeFormProps<WaitForReplyData>) {
  return (
    <>
      <TimeoutField data={data} onChange={onChange} problemOf={problemOf} />
      <VariableNameField
        label="Save the reply as"
        value={data.saveAs ?? ''}
        onChange={(saveAs) => onChange(withText(data, 'saveAs', saveAs))}
        error={problemOf('saveAs')}
      />
    </>
  );
}
