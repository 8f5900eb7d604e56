import type { AskValidation } from '../../../../../../core/flow/nodes/ask/manifest.ts';
import { WHATSAPP_LIMITS } from '../../../../../../core/flow/nodes/shared/limits.ts';
import { Input } from '../../../../shared/ui/input.tsx';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import { optionIdFor } from '../../document/ids.ts';
import { Group } from '../shared/group.tsx';
import { ListEditor } from '../shared/list-editor.tsx';
import { TextField } from '../shared/text-field.tsx';
import { TitledInput } from '../shared/titled-input.tsx';
import { withText } from '../shared/without.ts';

type ChoiceValidation = Extract<AskValidation, { kind: 'choice' }>;
type Choice = ChoiceValidation['options'][number];

export interface ChoiceFieldsProps {
  validation: ChoiceValidation;
  onChange: (validation: AskValidation) => void;
  problemOf: (field: string) => string | null;
}

/** The options of a question and how they are shown. */
export function ChoiceFields({ validation, onChange, problemOf }: ChoiceFieldsProps) {
  const isList = validation.show === 'list';
  return (
    <Group title="Options" error={problemOf('validation.options')}>
      <Segmented
        label="Show as"
        value={validation.show}
        onChange={(show) => onChange({ ...validation, show })}
        options={[
          { value: 'buttons', label: `Buttons (up to ${WHATSAPP_LIMITS.buttons})` },
          { value: 'list', label: `List (up to ${WHATSAPP_LIMITS.listRows})` },
        ]}
        className="flex w-full"
      />
      {isList && (
        <TextField
          label="Button that opens the list"
          value={validation.listButton}
          limit={WHATSAPP_LIMITS.listButton}
          hasVariables
          maxLength={200}
          error={problemOf('validation.listButton')}
          onChange={(listButton) => onChange({ ...validation, listButton })}
        />
      )}
      <ListEditor<Choice>
        noun="option"
        items={validation.options}
        max={isList ? WHATSAPP_LIMITS.listRows : WHATSAPP_LIMITS.buttons}
        min={1}
        keyOf={(option) => option.id}
        create={() => ({
          id: optionIdFor(
            '',
            validation.options.map((one) => one.id),
            'option',
          ),
          title: '',
        })}
        onChange={(options) => onChange({ ...validation, options })}
      >
        {(option, index, change) => (
          <div className="space-y-1">
            <TitledInput
              label={`Title of option ${index + 1}`}
              value={option.title}
              limit={isList ? WHATSAPP_LIMITS.rowTitle : WHATSAPP_LIMITS.buttonTitle}
              error={problemOf(`validation.options.${index}.title`)}
              placeholder="Option"
              onChange={(title) => change({ ...option, title })}
            />
            {isList && (
              <Input
                aria-label={`Description of option ${index + 1}`}
                className="h-8 text-[13px]"
                maxLength={500}
                placeholder="Description (optional)"
                value={option.description ?? ''}
                onChange={(event) => change(withText(option, 'description', event.target.value))}
              />
            )}
          </div>
        )}
      </ListEditor>
    </Group>
  );
}
