import { questionLimit, type AskData } from '../../../../../../core/flow/nodes/ask/manifest.ts';
import { Field } from '../../../../shared/ui/field.tsx';
import { Input } from '../../../../shared/ui/input.tsx';
import type { NodeFormProps } from '../contract.ts';
import { TimeoutField } from '../shared/duration-field.tsx';
import { FallbackField } from '../shared/template-fields.tsx';
import { TextField } from '../shared/text-field.tsx';
import { VariableNameField } from '../shared/variable-name-field.tsx';
import { AnswerFields } from './answer-fields.tsx';

export function Form({ data, onChange, problemOf }: NodeFormProps<AskData>) {
  const limit = questionLimit(data.validation);
  return (
    <>
      <TextField
        label="Text"
        value={data.text}
        onChange={(text) => onChange({ ...data, text })}
        limit={limit}
        isMultiline
        hasVariables
        placeholder="What is your name?"
        error={problemOf('text')}
      />
      <VariableNameField
        label="Save the answer as"
        value={data.saveAs}
        onChange={(saveAs) => onChange({ ...data, saveAs })}
        error={problemOf('saveAs')}
      />
      <AnswerFields
        validation={data.validation}
        onChange={(validation) => onChange({ ...data, validation })}
        problemOf={problemOf}
      />
      <Field
        label="Tries"
        hint="Answers in all, before the run goes on at “Gave up”."
        error={problemOf('tries')}
      >
        <Input
          type="number"
          min={1}
          max={10}
          value={data.tries}
          onChange={(event) => {
            const tries = Math.round(event.target.valueAsNumber);
            if (Number.isFinite(tries)) onChange({ ...data, tries: Math.max(1, Math.min(10, tries)) });
          }}
        />
      </Field>
      {data.tries > 1 && (
        <TextField
          label="After a wrong answer"
          value={data.retryText}
          onChange={(retryText) => onChange({ ...data, retryText })}
          limit={limit}
          isMultiline
          hasVariables
          placeholder="Empty: the question is asked again"
          error={problemOf('retryText')}
        />
      )}
      <TimeoutField data={data} onChange={onChange} problemOf={problemOf} />
      <FallbackField data={data} onChange={onChange} problemOf={problemOf} />
    </>
  );
}
