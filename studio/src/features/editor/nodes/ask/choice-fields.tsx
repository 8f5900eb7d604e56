import { choiceTitleLimit } from '../../../../../../core/flow/nodes/ask/manifest.ts';
import type { AskValidation, ChoiceData } from '../../../../../../core/flow/nodes/ask/manifest.ts';
import { WHATSAPP_LIMITS } from '../../../../../../core/flow/nodes/shared/limits.ts';
import { Input } from '../../../../shared/ui/input.tsx';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import { optionIdFor } from '../../document/ids.ts';
import { Group } from '../shared/group.tsx';
import { ListEditor } from '../shared/list-editor.tsx';
import { TextField } from '../shared/text-field.tsx';
import { TitledInput } from '../shared/titled-input.tsx';
import { without, withText } from '../shared/without.ts';
import { FromListFields, newFromList } from './from-list-fields.tsx';
import { PickFields } from './pick-fields.tsx';

type Choice = ChoiceData['options'][number];

export interface ChoiceFieldsProps {
  validation: ChoiceData;
  onChange: (validation: AskValidation) => void;
  problemOf: (field: string) => string | null;
}

/** The options of a question and how they are shown. */
export function ChoiceFields({ validation, onChange, problemOf }: ChoiceFieldsProps) {
  const isList = validation.show === 'list';
  return (
    <Group title="Options" error={problemOf('validation.options')}>
      <ShowAs validation={validation} onChange={onChange} />
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
      <Segmented
        label="Where they come from"
        value={validation.from ? 'list' : 'own'}
        onChange={(source) =>
          onChange(source === 'list' ? { ...validation, from: newFromList() } : without(validation, 'from'))
        }
        options={[
          { value: 'own', label: 'Written here' },
          { value: 'list', label: 'Rows of a list' },
        ]}
        className="flex w-full"
      />
      {validation.from ? (
        <FromListFields
          from={validation.from}
          kind={validation.kind}
          onChange={(from) => onChange({ ...validation, from })}
          problemOf={problemOf}
        />
      ) : (
        <OwnOptions validation={validation} onChange={onChange} problemOf={problemOf} />
      )}
      {validation.kind === 'choices' && (
        <PickFields validation={validation} onChange={onChange} problemOf={problemOf} />
      )}
    </Group>
  );
}

function ShowAs({ validation, onChange }: Omit<ChoiceFieldsProps, 'problemOf'>) {
  const list = { value: 'list' as const, label: `List (up to ${WHATSAPP_LIMITS.listRows})` };
  const look = { label: 'Show as', className: 'flex w-full' };
  if (validation.kind === 'choices') {
    return (
      <Segmented
        {...look}
        value={validation.show}
        onChange={(show) => onChange({ ...validation, show })}
        options={[
          { value: 'list', label: 'List to press' },
          { value: 'text', label: 'Numbered text' },
        ]}
      />
    );
  }
  return (
    <Segmented
      {...look}
      value={validation.show}
      onChange={(show) => onChange({ ...validation, show })}
      options={[{ value: 'buttons', label: `Buttons (up to ${WHATSAPP_LIMITS.buttons})` }, list]}
    />
  );
}

function OwnOptions({ validation, onChange, problemOf }: ChoiceFieldsProps) {
  const isList = validation.show === 'list';
  const max =
    validation.kind === 'choices' ? 50 : isList ? WHATSAPP_LIMITS.listRows : WHATSAPP_LIMITS.buttons;
  return (
    <ListEditor<Choice>
      noun="option"
      items={validation.options}
      max={max}
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
            limit={choiceTitleLimit(validation)}
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
  );
}
