import type { TagTriggerData } from '../../../../../../core/flow/nodes/tag-trigger/manifest.ts';
import type { NodeFormProps } from '../contract.ts';
import { TextField } from '../shared/text-field.tsx';

export function Form({ data, onChange, problemOf }: NodeFormProps<TagTriggerData>) {
  return (
    <TextField
      label="Tag"
      value={data.tag}
      maxLength={64}
      placeholder="lead"
      error={problemOf('tag')}
      hint="The flow starts for a person when this tag is added to them."
      onChange={(tag) => onChange({ ...data, tag })}
    />
  );
}
