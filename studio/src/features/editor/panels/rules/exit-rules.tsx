import type { FlowRules } from '../../../../../../core/flow/document.ts';
import { Switch } from '../../../../shared/ui/switch.tsx';
import { TagEditor } from '../../../../shared/ui/tag-editor.tsx';
import { DurationField } from '../../nodes/shared/duration-field.tsx';
import { Group } from '../../nodes/shared/group.tsx';
import { RulesSection, type RulesProps } from './rules-section.tsx';

const DAY_MS = 86_400_000;

const lists = [
  { key: 'tags', title: 'When they get one of these tags', label: 'Tags that end it', noun: 'tag' },
  { key: 'events', title: 'When one of these events comes in', label: 'Events that end it', noun: 'event' },
  {
    key: 'goals',
    title: 'When they reach one of these goals, in any flow',
    label: 'Goals that end it',
    noun: 'goal',
  },
] as const;

export function ExitRules({ rules, change }: RulesProps) {
  const { exitOn, timeoutMs } = rules;
  const changeExit = (part: Partial<FlowRules['exitOn']>) => change({ exitOn: { ...exitOn, ...part } });
  return (
    <RulesSection title="What ends it early">
      <Switch
        label="When they write"
        hint="For follow-ups: a message that no step waits for ends their way."
        checked={exitOn.reply}
        onChange={(reply) => changeExit({ reply })}
      />
      <Switch
        label="When a colleague takes over"
        hint="Nothing of this flow reaches them any more. Else it waits until the conversation is given back."
        checked={exitOn.takeover ?? false}
        onChange={(takeover) => changeExit({ takeover })}
      />
      {lists.map(({ key, title, label, noun }) => (
        <Group key={key} title={title}>
          <TagEditor
            label={label}
            noun={noun}
            tags={exitOn[key]}
            onChange={(names) => changeExit({ [key]: names })}
          />
        </Group>
      ))}
      <Switch
        label="After a time"
        hint={
          timeoutMs === null ? 'They may take as long as it takes.' : 'Wherever they stand then, it ends.'
        }
        checked={timeoutMs !== null}
        onChange={(isOn) => change({ timeoutMs: isOn ? 30 * DAY_MS : null })}
      />
      {timeoutMs !== null && (
        <DurationField
          label="Counted from their start"
          valueMs={timeoutMs}
          minMs={60_000}
          maxMs={365 * DAY_MS}
          onChange={(next) => change({ timeoutMs: next })}
        />
      )}
    </RulesSection>
  );
}
