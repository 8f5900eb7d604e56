import type { SegmentTriggerData } from '../../../../../../core/flow/nodes/segment-trigger/manifest.ts';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import type { NodeFormProps } from '../contract.ts';
import { Note } from '../shared/note.tsx';
import { SegmentField } from '../shared/segment-field.tsx';
import { without } from '../shared/without.ts';

export function Form({ data, onChange, problemOf }: NodeFormProps<SegmentTriggerData>) {
  return (
    <>
      <Segmented
        label="Which change"
        value={data.change ?? 'entered'}
        onChange={(next) =>
          onChange(next === 'entered' ? without(data, 'change') : { ...data, change: next })
        }
        options={[
          { value: 'entered', label: 'Entered' },
          { value: 'left', label: 'Left' },
        ]}
        className="flex w-full"
      />
      <SegmentField
        value={data.segmentId}
        error={problemOf('segmentId')}
        onChange={(segmentId) => onChange({ ...data, segmentId })}
      />
      <Note>Who is in the segment when the flow is published doesn’t start it; who comes in later does.</Note>
    </>
  );
}
