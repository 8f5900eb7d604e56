import type { AskValidation, MediaKind } from '../../../../../../core/flow/nodes/ask/manifest.ts';
import { Field } from '../../../../shared/ui/field.tsx';
import { Input, Select } from '../../../../shared/ui/input.tsx';
import { Switch } from '../../../../shared/ui/switch.tsx';
import { Group } from '../shared/group.tsx';
import { TextField } from '../shared/text-field.tsx';
import { without } from '../shared/without.ts';
import { ChoiceFields } from './choice-fields.tsx';

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
  {
    value: 'choices',
    label: 'Several of these options',
    start: () => ({
      kind: 'choices',
      show: 'list',
      listButton: 'Choose',
      options: [
        { id: 'option', title: '' },
        { id: 'option_2', title: '' },
      ],
      min: 1,
      done: 'Done',
    }),
  },
];

/** What one and several choices have in common stays. */
function startOf({ start }: (typeof kinds)[number], before: AskValidation): AskValidation {
  const next = start();
  const isMade = (one: AskValidation) => one.kind === 'choice' || one.kind === 'choices';
  if (!isMade(next) || !isMade(before)) return next;
  const { options, listButton, from } = before;
  return { ...next, options, listButton, ...(from && { from }) };
}

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
            if (next) onChange(startOf(next, validation));
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
          <FormatField
            label="1.500 means"
            value={validation.decimalMark ?? 'auto'}
            choices={{
              auto: 'What the person’s language says',
              point: 'One and a half (1.5)',
              comma: 'Fifteen hundred (1500)',
            }}
            onChange={set('decimalMark')}
          />
        </>
      );
    }
    case 'date': {
      const set = setterOf(validation, onChange);
      return (
        <>
          <div className="grid grid-cols-2 gap-3">
            <DateField label="Earliest" value={validation.earliest} onChange={set('earliest')} />
            <DateField label="Latest" value={validation.latest} onChange={set('latest')} />
          </div>
          <FormatField
            label="02/03 means"
            value={validation.order ?? 'auto'}
            choices={{
              auto: 'What the person’s language says',
              dayFirst: '2 March: the day first',
              monthFirst: '3 February: the month first',
            }}
            onChange={set('order')}
          />
        </>
      );
    }
    case 'choice':
    case 'choices':
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

interface OptionalFieldProps<Value> {
  label: string;
  value: Value | undefined;
  onChange: (value: Value | undefined) => void;
}

interface FormatFieldProps<Format extends string> {
  label: string;
  value: Format;
  choices: Record<Format, string>;
  onChange: (value: Format) => void;
}

/** How something that reads both ways is meant. */
function FormatField<Format extends string>({ label, value, choices, onChange }: FormatFieldProps<Format>) {
  return (
    <Field label={label}>
      <Select value={value} onChange={(event) => onChange(event.target.value as Format)}>
        {(Object.entries(choices) as [Format, string][]).map(([format, words]) => (
          <option key={format} value={format}>
            {words}
          </option>
        ))}
      </Select>
    </Field>
  );
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
