import type { AiData } from '../../../../../../core/flow/nodes/ai/manifest.ts';
import { Field } from '../../../../shared/ui/field.tsx';
import { Input } from '../../../../shared/ui/input.tsx';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import { Switch } from '../../../../shared/ui/switch.tsx';
import { SecretSelect } from '../../../secrets/secret-select.tsx';
import type { NodeFormProps } from '../contract.ts';
import { AttemptFields } from '../shared/attempt-fields.tsx';
import { Group } from '../shared/group.tsx';
import { NumberField } from '../shared/number-field.tsx';
import { FallbackField } from '../shared/template-fields.tsx';
import { TextField } from '../shared/text-field.tsx';
import { ExtractFields, newField } from './extract-fields.tsx';
import { ReplyFields } from './reply-fields.tsx';

const newReply = (): AiData['output'] => ({
  mode: 'reply',
  saveAs: '',
  isSent: true,
  guards: { maxLength: 1_000, forbidden: [], language: '', refusedTopics: [] },
});

export function Form({ data, onChange, problemOf }: NodeFormProps<AiData>) {
  const { output } = data;
  return (
    <>
      <Segmented
        label="What the model does"
        value={output.mode}
        onChange={(mode) =>
          onChange({
            ...data,
            output: mode === 'reply' ? newReply() : { mode: 'extract', fields: [newField()] },
          })
        }
        options={[
          { value: 'reply', label: 'Reply' },
          { value: 'extract', label: 'Find values' },
        ]}
        className="flex w-full"
      />
      <ConnectionFields data={data} onChange={onChange} problemOf={problemOf} />
      <TextField
        label="Instructions"
        value={data.instructions}
        isMultiline
        limit={8_000}
        maxLength={8_000}
        placeholder={
          output.mode === 'reply'
            ? 'You help customers of a shoe shop. Be brief and friendly.'
            : 'What the person wants to order.'
        }
        hint="Taken as they stand: placeholders go into the prompt, so that nobody’s answer becomes an instruction."
        error={problemOf('instructions')}
        onChange={(instructions) => onChange({ ...data, instructions })}
      />
      <TextField
        label="Prompt"
        value={data.prompt}
        isMultiline
        hasVariables
        hint="What the person said. After a question, take its variable instead of the first message."
        error={problemOf('prompt')}
        onChange={(prompt) => onChange({ ...data, prompt })}
      />
      <NumberField
        label="Messages of the conversation to send along"
        value={data.historyMessages}
        min={0}
        max={50}
        error={problemOf('historyMessages')}
        onChange={(historyMessages) => onChange({ ...data, historyMessages })}
      />
      <TextField
        label="Context"
        value={data.knowledge}
        isMultiline
        limit={20_000}
        maxLength={20_000}
        placeholder="Opening hours, prices, rules: what the model may know."
        error={problemOf('knowledge')}
        onChange={(knowledge) => onChange({ ...data, knowledge })}
      />
      {output.mode === 'reply' ? (
        <>
          <Switch
            label="Answer from the context only"
            hint="A question that the context doesn’t answer goes to “Fallback”."
            checked={data.onlyKnowledge}
            onChange={(onlyKnowledge) => onChange({ ...data, onlyKnowledge })}
          />
          <ReplyFields
            reply={output}
            problemOf={problemOf}
            onChange={(reply) => onChange({ ...data, output: reply })}
          />
        </>
      ) : (
        <ExtractFields
          extract={output}
          problemOf={problemOf}
          onChange={(extract) => onChange({ ...data, output: extract })}
        />
      )}
      <NumberField
        label="Tokens for an answer, at most"
        value={data.maxOutputTokens}
        min={1}
        max={8_000}
        error={problemOf('maxOutputTokens')}
        onChange={(maxOutputTokens) => onChange({ ...data, maxOutputTokens })}
      />
      <AttemptFields data={data} onChange={onChange} problemOf={problemOf} />
      {output.mode === 'reply' && output.isSent && (
        <FallbackField data={data} onChange={onChange} problemOf={problemOf} />
      )}
    </>
  );
}

function ConnectionFields({ data, onChange, problemOf }: NodeFormProps<AiData>) {
  const { connection } = data;
  return (
    <Group title="Model">
      <Field
        label="Endpoint"
        hint="Any that speaks OpenAI’s protocol, up to /v1"
        error={problemOf('connection.baseUrl')}
      >
        <Input
          className="font-mono text-[13px]"
          spellCheck={false}
          maxLength={1_000}
          placeholder="https://api.openai.com/v1"
          value={connection.baseUrl}
          onChange={(event) =>
            onChange({ ...data, connection: { ...connection, baseUrl: event.target.value } })
          }
        />
      </Field>
      <SecretSelect
        label="Secret with the API key"
        value={connection.secret}
        error={problemOf('connection.secret')}
        onChange={(secret) => onChange({ ...data, connection: { ...connection, secret } })}
      />
      <Field label="Name of the model" error={problemOf('model')}>
        <Input
          className="font-mono text-[13px]"
          spellCheck={false}
          maxLength={200}
          value={data.model}
          onChange={(event) => onChange({ ...data, model: event.target.value })}
        />
      </Field>
      <Switch
        label="Set the temperature"
        hint={
          data.temperature === null ? 'The model’s own.' : 'Low values repeat themselves, high ones wander.'
        }
        checked={data.temperature !== null}
        onChange={(isOn) => onChange({ ...data, temperature: isOn ? 0.3 : null })}
      />
      {data.temperature !== null && (
        <NumberField
          label="Temperature"
          value={data.temperature}
          min={0}
          max={2}
          step={0.1}
          onChange={(value) => onChange({ ...data, temperature: Number(value.toFixed(1)) })}
        />
      )}
    </Group>
  );
}
