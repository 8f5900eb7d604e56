import type { HttpBody } from '../../../../../../core/flow/nodes/http-request/manifest.ts';
import { Field } from '../../../../shared/ui/field.tsx';
import { Input, Select } from '../../../../shared/ui/input.tsx';
import { Group } from '../shared/group.tsx';
import { ListEditor } from '../shared/list-editor.tsx';
import { TextField } from '../shared/text-field.tsx';
import { PairFields, type Pair } from './pair-fields.tsx';

const kinds: { kind: HttpBody['kind']; label: string; start: () => HttpBody }[] = [
  { kind: 'none', label: 'No body', start: () => ({ kind: 'none' }) },
  {
    kind: 'json',
    label: 'JSON',
    start: () => ({ kind: 'json', template: '{\n  "name": "{{ contact.name }}"\n}' }),
  },
  { kind: 'form', label: 'Form fields', start: () => ({ kind: 'form', fields: [{ name: '', value: '' }] }) },
  { kind: 'text', label: 'Text', start: () => ({ kind: 'text', contentType: 'text/plain', text: '' }) },
];

export interface BodyFieldsProps {
  body: HttpBody;
  onChange: (body: HttpBody) => void;
  problemOf: (field: string) => string | null;
}

export function BodyFields({ body, onChange, problemOf }: BodyFieldsProps) {
  return (
    <>
      <Field label="Body" error={problemOf('body')}>
        <Select
          value={body.kind}
          onChange={(event) => {
            const next = kinds.find(({ kind }) => kind === event.target.value);
            if (next) onChange(next.start());
          }}
        >
          {kinds.map(({ kind, label }) => (
            <option key={kind} value={kind}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <KindFields body={body} onChange={onChange} problemOf={problemOf} />
    </>
  );
}

function KindFields({ body, onChange, problemOf }: BodyFieldsProps) {
  switch (body.kind) {
    case 'none':
      return null;
    case 'json':
      return (
        <TextField
          label="JSON"
          value={body.template}
          isMultiline
          hasVariables
          maxLength={20_000}
          hint="Placeholders stand inside quotes. One that is alone there keeps its type: “{{ answers.age }}” is sent as a number."
          error={problemOf('body.template')}
          onChange={(template) => onChange({ ...body, template })}
        />
      );
    case 'form':
      return (
        <Group title="Form fields">
          <ListEditor<Pair>
            noun="field"
            items={body.fields}
            max={50}
            create={() => ({ name: '', value: '' })}
            onChange={(fields) => onChange({ ...body, fields })}
          >
            {(pair, index, change) => (
              <PairFields
                noun="field"
                pair={pair}
                index={index}
                error={problemOf(`body.fields.${index}.name`) ?? problemOf(`body.fields.${index}.value`)}
                onChange={change}
              />
            )}
          </ListEditor>
        </Group>
      );
    case 'text':
      return (
        <>
          <Field label="Content type" error={problemOf('body.contentType')}>
            <Input
              className="font-mono text-[13px]"
              spellCheck={false}
              maxLength={200}
              value={body.contentType}
              onChange={(event) => onChange({ ...body, contentType: event.target.value })}
            />
          </Field>
          <TextField
            label="Text"
            value={body.text}
            isMultiline
            hasVariables
            error={problemOf('body.text')}
            onChange={(text) => onChange({ ...body, text })}
          />
        </>
      );
  }
}
