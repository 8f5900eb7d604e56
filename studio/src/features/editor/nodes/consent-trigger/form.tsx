import type { ConsentTriggerData } from '../../../../../../core/flow/nodes/consent-trigger/manifest.ts';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import type { NodeFormProps } from '../contract.ts';
import { Note } from '../shared/note.tsx';
import { without } from '../shared/without.ts';

export function Form({ data, onChange }: NodeFormProps<ConsentTriggerData>) {
  return (
    <>
      <Segmented
        label="Messages of this kind"
        value={data.purpose}
        onChange={(purpose) => onChange({ ...data, purpose })}
        options={[
          { value: 'marketing', label: 'Marketing' },
          { value: 'utility', label: 'Utility' },
        ]}
        className="flex w-full"
      />
      <Segmented
        label="What the person said"
        value={data.to ?? 'any'}
        onChange={(to) => onChange(to === 'any' ? without(data, 'to') : { ...data, to })}
        options={[
          { value: 'any', label: 'Any change' },
          { value: 'granted', label: 'Agrees' },
          { value: 'denied', label: 'Wants none' },
        ]}
        className="flex w-full"
      />
      <Note>
        Wherever it was said: in the chat, in a form or by the API. An import starts no flow: enrol its tag
        for that.
      </Note>
    </>
  );
}
