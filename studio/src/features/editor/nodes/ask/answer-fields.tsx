import type { AskValidation, MediaKind } from '../../../../../../core/flow/nodes/ask/manifest.ts';
import { WHATSAPP_LIMITS } from '../../../../../../core/flow/nodes/shared/limits.ts';
import { Field } from '../../../../shared/ui/field.tsx';
import { Input, Select } from '../../../../shared/ui/input.tsx';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import { Switch } from '../../../../shared/ui/switch.tsx';
import { optionIdFor } from '../../document/ids.ts';
import { Group } from '../shared/group.tsx';
import { ListEditor } from '../shared/list-editor.tsx';
import { TextField } from '../shared/text-field.tsx';
import { TitledInput } from '../shared/titled-input.tsx';
import { without, withText } from '../shared/without.ts';

const kinds: { value: AskValidation['kind']; label: string; start: () => AskValidation }[] = [
  { value: 'text', label: 'Any text', start: () => ({ kind: 'text' }) },
  { value: 'number', label: 'A number', start: () => ({ kind: 'number' }) },
  { value: 'email', label: 'An email address', start: () => ({ kind: 'email' }) },
  { value: 'phone', label: 'A phone number', start: () => ({ kind: 'phone' }) },
  { value: 'date', label: 'A date', start: () => ({ kind: 'date' }) },
  { value: 'location', label: 'A place', start: () => ({ kind: 'location' }) },
  { value: 'media', label: 'A photo or file', start: () => ({ kind: 'media', allowed: ['image'] }) },
  { value: 'regex', label: 'Text that fits a pattern', start: () => ({ kind: 'regex', pattern: '' }) },
  {
    value: 'choice',
    label: 'One of these options',
    start: () => ({
      kind: 'choice',
      show: 'buttons',
      listButton: 'Choose',
      options: [
        { id: 'option', title: '' },
        { id: 'option_2', title: '' },
      ],
    }),
  },
];

export interface AnswerFieldsProps {
  validation: AskValidation;
  onChange: (validation: AskValidation) => void;
  problemOf: (field: string) => string | null;
}

/** What counts as an answer. */
export function AnswerFields({ validation, onChange, problemOf }: AnswerFieldsProps) {
  return (
    <>
      <Field label="Takes as an answer" error={problemOf('validation') ?? problemOf('validation.kind')}>
        <Select
          value={validation.kind}
          onChange={(event) => {
            const next = kinds.find((kind) => kind.value === event.target.value);
            if (next) onChange(next.start());
          }}
        >
          {kinds.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <KindFields validation={validation} onChange={onChange} problemOf={problemOf} />
    </>
  );
}

function KindFields({ validation, onChange, problemOf }: AnswerFieldsProps) {
  switch (validation.kind) {
    case 'text': {
      const set = setterOf(validation, onChange);
      return (
        <div className="grid grid-cols-2 gap-3">
          <NumberField
            label="At least, characters"
            isWhole
            value={validation.minLength}
            onChange={set('minLength')}
          />
          <NumberField label="At most" isWhole value={validation.maxLength} onChange={set('maxLength')} />
        </div>
      );
    }
    case 'number': {
      const set = setterOf(validation, onChange);
      return (
        <>
          <div className="grid grid-cols-2 gap-3">
            <NumberField label="At least" value={validation.min} onChange={set('min')} />
            <NumberField label="At most" value={validation.max} onChange={set('max')} />
          </div>
          <Switch
            label="Whole numbers only"
            checked={validation.integer ?? false}
            onChange={(isOn) => set('integer')(isOn || undefined)}
          />
        </>
      );
    }
    case 'date': {
      const set = setterOf(validation, onChange);
      return (
        <div className="grid grid-cols-2 gap-3">
          <DateField label="Earliest" value={validation.earliest} onChange={set('earliest')} />
          <DateField label="Latest" value={validation.latest} onChange={set('latest')} />
        </div>
      );
    }
    case 'choice':
      return <ChoiceFields validation={validation} onChange={onChange} problemOf={problemOf} />;
    case 'regex':
      return (
        <TextField
          label="Pattern"
          value={validation.pattern}
          maxLength={1_000}
          placeholder="[A-Z]{2}-\\d{4}"
          hint="A regular expression (RE2) that the whole answer fits. (?i) at its start ignores capitals."
          error={problemOf('validation.pattern')}
          onChange={(pattern) => onChange({ ...validation, pattern })}
        />
      );
    case 'media':
      return <MediaFields validation={validation} onChange={onChange} problemOf={problemOf} />;
    case 'email':
    case 'phone':
    case 'location':
      return null;
  }
}

const mediaKinds: { kind: MediaKind; label: string }[] = [
  { kind: 'image', label: 'Photos' },
  { kind: 'video', label: 'Videos' },
  { kind: 'audio', label: 'Voice and audio' },
  { kind: 'document', label: 'Documents' },
  { kind: 'sticker', label: 'Stickers' },
];

interface MediaFieldsProps extends Omit<AnswerFieldsProps, 'validation'> {
  validation: Extract<AskValidation, { kind: 'media' }>;
}

function MediaFields({ validation, onChange, problemOf }: MediaFieldsProps) {
  const { allowed } = validation;
  return (
    <Group title="Kinds, none means any" error={problemOf('validation.allowed')}>
      {mediaKinds.map(({ kind, label }) => (
        <Switch
          key={kind}
          label={label}
          checked={allowed.includes(kind)}
          onChange={(isOn) =>
            onChange({
              ...validation,
              allowed: isOn ? [...allowed, kind] : allowed.filter((one) => one !== kind),
            })
          }
        />
      ))}
    </Group>
  );
}

type Choice = Extract<AskValidation, { kind: 'choice' }>['options'][number];

interface ChoiceFieldsProps extends Omit<AnswerFieldsProps, 'validation'> {
  validation: Extract<AskValidation, { kind: 'choice' }>;
}

function ChoiceFields({ validation, onChange, problemOf }: ChoiceFieldsProps) {
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

interface OptionalFieldProps<Value> {
  label: string;
  value: Value | undefined;
  onChange: (value: Value | undefined) => void;
}

interface NumberFieldProps extends OptionalFieldProps<number> {
  isWhole?: boolean;
}

function NumberField({ label, value, onChange, isWhole = false }: NumberFieldProps) {
  return (
    <Field label={label}>
      <Input
        type="number"
        placeholder="No limit"
        value={value ?? ''}
        onChange={(event) => {
          const next = event.target.valueAsNumber;
          if (!Number.isFinite(next)) onChange(undefined);
          else onChange(isWhole ? Math.round(next) : next);
        }}
      />
    </Field>
  );
}

function DateField({ label, value, onChange }: OptionalFieldProps<string>) {
  return (
    <Field label={label}>
      <Input
        type="date"
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value || undefined)}
      />
    </Field>
  );
}

/** Sets one optional part, or takes it away. */
function setterOf<Data extends object>(data: Data, onChange: (data: Data) => void) {
  return <Key extends keyof Data>(key: Key) =>
    (value: Data[Key] | undefined) =>
      onChange(value === undefined ? without(data, key) : { ...data, [key]: value });
}
