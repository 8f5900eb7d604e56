import type { AiGuards, AiReply } from '../../../../../../core/flow/nodes/ai/manifest.ts';
import { Field } from '../../../../shared/ui/field.tsx';
import { Input, Select } from '../../../../shared/ui/input.tsx';
import { Switch } from '../../../../shared/ui/switch.tsx';
import { Group } from '../shared/group.tsx';
import { ListEditor } from '../shared/list-editor.tsx';
import { NumberField } from '../shared/number-field.tsx';
import { VariableNameField } from '../shared/variable-name-field.tsx';

type Forbidden = AiGuards['forbidden'][number];

export interface ReplyFieldsProps {
  reply: AiReply;
  onChange: (reply: AiReply) => void;
  problemOf: (field: string) => string | null;
}

/** What becomes of the reply, and what it must keep to. */
export function ReplyFields({ reply, onChange, problemOf }: ReplyFieldsProps) {
  return (
    <>
      <Switch
        label="Send the reply"
        hint={reply.isSent ? 'It goes to the person at once.' : 'It is only saved.'}
        checked={reply.isSent}
        onChange={(isSent) => onChange({ ...reply, isSent })}
      />
      <VariableNameField
        label="Save the reply as"
        value={reply.saveAs}
        error={problemOf('output.saveAs')}
        onChange={(saveAs) => onChange({ ...reply, saveAs })}
      />
      <GuardFields
        guards={reply.guards}
        problemOf={(field) => problemOf(`output.guards.${field}`)}
        onChange={(guards) => onChange({ ...reply, guards })}
      />
    </>
  );
}

interface GuardFieldsProps {
  guards: AiGuards;
  onChange: (guards: AiGuards) => void;
  problemOf: (field: string) => string | null;
}

function GuardFields({ guards, onChange, problemOf }: GuardFieldsProps) {
  return (
    <Group title="Guards: a reply that breaks one goes to “Fallback” unsent">
      <NumberField
        label="Characters, at most"
        value={guards.maxLength}
        min={1}
        max={4_096}
        error={problemOf('maxLength')}
        onChange={(maxLength) => onChange({ ...guards, maxLength })}
      />
      <Field
        label="Language"
        hint="A code such as en, de or pt-BR; “contact” takes the contact’s; empty allows any"
        error={problemOf('language')}
      >
        <Input
          className="font-mono text-[13px]"
          spellCheck={false}
          maxLength={20}
          value={guards.language}
          onChange={(event) => onChange({ ...guards, language: event.target.value })}
        />
      </Field>
      <Group title="Never in a reply">
        <ListEditor<Forbidden>
          noun="rule"
          items={guards.forbidden}
          max={50}
          create={() => ({ match: 'word', text: '' })}
          onChange={(forbidden) => onChange({ ...guards, forbidden })}
        >
          {(rule, index, change) => (
            <ForbiddenFields
              rule={rule}
              index={index}
              error={problemOf(`forbidden.${index}.text`)}
              onChange={change}
            />
          )}
        </ListEditor>
      </Group>
      <Group title="Topics to stay away from">
        <ListEditor<string>
          noun="topic"
          items={guards.refusedTopics}
          max={20}
          create={() => ''}
          onChange={(refusedTopics) => onChange({ ...guards, refusedTopics })}
        >
          {(topic, index, change) => (
            <NamedInput
              label={`Topic ${index + 1}`}
              placeholder="politics"
              value={topic}
              error={problemOf(`refusedTopics.${index}`)}
              onChange={change}
            />
          )}
        </ListEditor>
      </Group>
    </Group>
  );
}

interface ForbiddenFieldsProps {
  rule: Forbidden;
  index: number;
  error: string | null;
  onChange: (rule: Forbidden) => void;
}

function ForbiddenFields({ rule, index, error, onChange }: ForbiddenFieldsProps) {
  return (
    <div className="grid grid-cols-[6.5rem_1fr] gap-1">
      <Select
        aria-label={`Kind of rule ${index + 1}`}
        className="h-8 text-[13px]"
        value={rule.match}
        onChange={(event) => onChange({ ...rule, match: event.target.value as Forbidden['match'] })}
      >
        <option value="word">Words</option>
        <option value="pattern">Pattern</option>
      </Select>
      <NamedInput
        label={`Text of rule ${index + 1}`}
        placeholder={rule.match === 'word' ? 'discount' : '\\d+ ?€'}
        value={rule.text}
        error={error}
        onChange={(text) => onChange({ ...rule, text })}
      />
    </div>
  );
}

interface NamedInputProps {
  label: string;
  placeholder: string;
  value: string;
  error: string | null;
  onChange: (value: string) => void;
}

function NamedInput({ label, placeholder, value, error, onChange }: NamedInputProps) {
  return (
    <div className="min-w-0">
      <Input
        aria-label={label}
        aria-invalid={Boolean(error) || undefined}
        className="h-8 text-[13px]"
        maxLength={200}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {error && <p className="mt-1 text-xs text-danger">{error}</p>}
    </div>
  );
}
