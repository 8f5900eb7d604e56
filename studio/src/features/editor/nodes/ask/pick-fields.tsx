import type { AskValidation, ChoiceData } from '../../../../../../core/flow/nodes/ask/manifest.ts';
import { WHATSAPP_LIMITS } from '../../../../../../core/flow/nodes/shared/limits.ts';
import { Field } from '../../../../shared/ui/field.tsx';
import { Input } from '../../../../shared/ui/input.tsx';
import { Note } from '../shared/note.tsx';
import { TextField } from '../shared/text-field.tsx';
import { without } from '../shared/without.ts';

type Choices = Extract<ChoiceData, { kind: 'choices' }>;

export interface PickFieldsProps {
  validation: Choices;
  onChange: (validation: AskValidation) => void;
  problemOf: (field: string) => string | null;
}

/** How many may be picked, and how the person says that it is all. */
export function PickFields({ validation, onChange, problemOf }: PickFieldsProps) {
  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        <Field label="At least" error={problemOf('validation.min')}>
          <Input
            type="number"
            min={0}
            max={100}
            value={validation.min}
            onChange={(event) => {
              const min = wholeOf(event.target.valueAsNumber, 0);
              if (min !== null) onChange({ ...validation, min });
            }}
          />
        </Field>
        <Field label="At most" error={problemOf('validation.max')}>
          <Input
            type="number"
            min={1}
            max={100}
            placeholder="All"
            value={validation.max ?? ''}
            onChange={(event) => {
              const max = wholeOf(event.target.valueAsNumber, 1);
              onChange(max === null ? without(validation, 'max') : { ...validation, max });
            }}
          />
        </Field>
      </div>
      {validation.show === 'list' && (
        <TextField
          label="Row that ends the picking"
          value={validation.done}
          limit={WHATSAPP_LIMITS.rowTitle}
          hasVariables
          maxLength={200}
          error={problemOf('validation.done')}
          onChange={(done) => onChange({ ...validation, done })}
        />
      )}
      <Note>
        {validation.show === 'list'
          ? 'Each press adds one or takes it back; the list comes again until the last row is pressed. “1, 3” or the titles in writing are an answer at once.'
          : 'The options follow the text as a numbered list. The person answers “1, 3” or with the titles.'}
      </Note>
    </>
  );
}

function wholeOf(number: number, least: number): number | null {
  return Number.isFinite(number) ? Math.max(least, Math.min(100, Math.round(number))) : null;
}
