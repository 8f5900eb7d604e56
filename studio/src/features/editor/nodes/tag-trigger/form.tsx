import type { TagTriggerData } from '../../../../../../core/flow/nodes/tag-trigger/manifest.ts';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import type { NodeFormProps } from '../contract.ts';
import { TextField } from '../shared/text-field.tsx';
import { without } from '../shared/without.ts';

export function Form({ data, onChange, problemOf }: NodeFormProps<TagTriggerData>) {
  const change = data.change ?? 'added';
  return (
    <>
      <Segmented
        label="Which change"
        value={change}
        onChange={(next) => onChange(next === 'added' ? without(data, 'change') : { ...data, change: next })}
        options={[
          { value: 'added', label: 'Added' },
          { value: 'removed', label: 'Removed' },
        ]}
        className="flex w-full"
      />
      <TextField
        label="Tag"
        value={data.tag}
        maxLength={64}
        placeholder="lead"
        error={problemOf('tag')}
        hint={
          change === 'added'
            ? 'The flow starts for a person when this tag is added to them.'
            : 'The flow starts for a person when this tag is taken from them.'
        }
        onChange={(tag) => onChange({ ...data, tag })}
      />
    </>
  );
}
