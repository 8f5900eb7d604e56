import { answerKinds } from '../../../../../../core/flow/nodes/answer-rule/manifest.ts';
import type { AnswerKind, AnswerRuleData } from '../../../../../../core/flow/nodes/answer-rule/manifest.ts';
import { Switch } from '../../../../shared/ui/switch.tsx';
import type { NodeFormProps } from '../contract.ts';
import { Group } from '../shared/group.tsx';
import { Note } from '../shared/note.tsx';

const labels: Record<AnswerKind, string> = {
  image: 'Photos',
  video: 'Videos',
  audio: 'Voice and audio',
  document: 'Documents',
  sticker: 'Stickers',
  location: 'Locations',
  contact: 'Contact cards',
  text: 'Text that is no answer',
  other: 'Anything else',
};

export function Form({ data, onChange, problemOf }: NodeFormProps<AnswerRuleData>) {
  return (
    <>
      <Group title="Leads here instead of an answer" error={problemOf('kinds')}>
        {answerKinds.map((kind) => (
          <Switch
            key={kind}
            label={labels[kind]}
            checked={data.kinds.includes(kind)}
            onChange={(isOn) =>
              onChange({
                ...data,
                kinds: answerKinds.filter((one) => (one === kind ? isOn : data.kinds.includes(one))),
              })
            }
          />
        ))}
      </Group>
      <Note>
        Only where a step can’t use what came and has no way of its own for it, such as “Other answer”. It
        counts as one of the step’s tries.
      </Note>
    </>
  );
}
