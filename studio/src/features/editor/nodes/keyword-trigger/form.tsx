import type {
  Keyword,
  KeywordTriggerData,
} from '../../../../../../core/flow/nodes/keyword-trigger/manifest.ts';
import { Input, Select } from '../../../../shared/ui/input.tsx';
import type { NodeFormProps } from '../contract.ts';
import { Group } from '../shared/group.tsx';
import { InterruptSwitch } from '../shared/interrupt-switch.tsx';
import { ListEditor } from '../shared/list-editor.tsx';
import { without } from '../shared/without.ts';

const MAX_KEYWORDS = 50;

export function Form({ data, onChange, problemOf }: NodeFormProps<KeywordTriggerData>) {
  return (
    <>
      <Group title="Starts when somebody writes" error={problemOf('keywords')}>
        <ListEditor<Keyword>
          noun="keyword"
          items={data.keywords}
          max={MAX_KEYWORDS}
          min={1}
          keyOf={(_, index) => index}
          create={() => ({ match: 'exact', text: '' })}
          onChange={(keywords) => onChange({ ...data, keywords })}
        >
          {(keyword, index, change) => {
            const error = problemOf(`keywords.${index}.text`);
            return (
              <div className="space-y-1">
                <Input
                  aria-label={`Keyword ${index + 1}`}
                  aria-invalid={error ? true : undefined}
                  maxLength={200}
                  placeholder={keyword.match === 'regex' ? 'order\\s+\\d+' : 'hello'}
                  value={keyword.text}
                  onChange={(event) => change({ ...keyword, text: event.target.value })}
                />
                <Select
                  aria-label={`How keyword ${index + 1} is compared`}
                  className="h-8 text-[13px]"
                  value={keyword.match}
                  onChange={(event) => change({ ...keyword, match: event.target.value as Keyword['match'] })}
                >
                  <option value="exact">is the whole message</option>
                  <option value="contains">occurs in the message</option>
                  <option value="regex">is a pattern (regular expression)</option>
                </Select>
                {error && <p className="text-xs text-danger">{error}</p>}
              </div>
            );
          }}
        </ListEditor>
      </Group>
      <InterruptSwitch
        checked={data.interrupts}
        onChange={(isOn) => onChange(isOn ? { ...data, interrupts: true } : without(data, 'interrupts'))}
      />
    </>
  );
}
