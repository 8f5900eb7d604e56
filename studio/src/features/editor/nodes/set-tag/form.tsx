import type { SetTagData } from '../../../../../../core/flow/nodes/set-tag/manifest.ts';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import type { NodeFormProps } from '../contract.ts';
import { TextField } from '../shared/text-field.tsx';

export function Form({ data, onChange, problemOf }: NodeFormProps<SetTagData>) {
  return (
    <>
      <Segmented
        label="What happens to the tag"
        value={data.action}
        onChange={(action) => onChange({ ...data, action })}
        options={[
          { value: 'add', label: 'Add' },
          { value: 'remove', label: 'Remove' },
        ]}
        className="flex w-full"
      />
      <TextField
        label="Tag"
        value={data.tag}
        maxLength={64}
        placeholder="booked"
        error={problemOf('tag')}
        hint="Adding a tag can start another flow."
        onChange={(tag) => onChange({ ...data, tag })}
      />
    </>
  );
}
