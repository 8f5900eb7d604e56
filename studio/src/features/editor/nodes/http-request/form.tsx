import type { HttpRequestData } from '../../../../../../core/flow/nodes/http-request/manifest.ts';
import { Field } from '../../../../shared/ui/field.tsx';
import { Input, Select } from '../../../../shared/ui/input.tsx';
import { SecretSelect } from '../../../secrets/secret-select.tsx';
import type { NodeFormProps } from '../contract.ts';
import { AttemptFields } from '../shared/attempt-fields.tsx';
import { Group } from '../shared/group.tsx';
import { ListEditor } from '../shared/list-editor.tsx';
import { TextField } from '../shared/text-field.tsx';
import { VariableNameField } from '../shared/variable-name-field.tsx';
import { withText } from '../shared/without.ts';
import { BodyFields } from './body-fields.tsx';
import { PairFields, type Pair } from './pair-fields.tsx';
import { ResponseFields } from './response-fields.tsx';

type Header = HttpRequestData['headers'][number];

const methods: HttpRequestData['method'][] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

export function Form({ data, onChange, problemOf }: NodeFormProps<HttpRequestData>) {
  return (
    <>
      <Field label="Method">
        <Select
          value={data.method}
          onChange={(event) => onChange({ ...data, method: event.target.value as HttpRequestData['method'] })}
        >
          {methods.map((method) => (
            <option key={method}>{method}</option>
          ))}
        </Select>
      </Field>
      <TextField
        label="Address"
        value={data.url}
        hasVariables
        placeholder="https://api.example.com/orders/{{ answers.id }}"
        hint="Values are encoded where they are put in. Public hosts only."
        error={problemOf('url')}
        onChange={(url) => onChange({ ...data, url })}
      />
      <Group title="Query parameters">
        <ListEditor<Pair>
          noun="parameter"
          items={data.query}
          max={50}
          create={() => ({ name: '', value: '' })}
          onChange={(query) => onChange({ ...data, query })}
        >
          {(pair, index, change) => (
            <PairFields
              noun="parameter"
              pair={pair}
              index={index}
              error={problemOf(`query.${index}.name`) ?? problemOf(`query.${index}.value`)}
              onChange={change}
            />
          )}
        </ListEditor>
      </Group>
      <Group title="Headers">
        <ListEditor<Header>
          noun="header"
          items={data.headers}
          max={50}
          create={() => ({ name: '', value: '' })}
          onChange={(headers) => onChange({ ...data, headers })}
        >
          {(header, index, change) => (
            <HeaderFields header={header} index={index} problemOf={problemOf} onChange={change} />
          )}
        </ListEditor>
      </Group>
      <BodyFields body={data.body} problemOf={problemOf} onChange={(body) => onChange({ ...data, body })} />
      <ResponseFields
        response={data.response}
        problemOf={problemOf}
        onChange={(response) => onChange({ ...data, response })}
      />
      <VariableNameField
        label="Save the status as"
        value={data.saveStatusAs ?? ''}
        hint="A number such as 200; empty: not saved"
        error={problemOf('saveStatusAs')}
        onChange={(name) => onChange(withText(data, 'saveStatusAs', name))}
      />
      <AttemptFields data={data} onChange={onChange} problemOf={problemOf} />
    </>
  );
}

interface HeaderFieldsProps {
  header: Header;
  index: number;
  problemOf: (field: string) => string | null;
  onChange: (header: Header) => void;
}

/** A secret's value is put behind the text by the server; this form only knows its name. */
function HeaderFields({ header, index, problemOf, onChange }: HeaderFieldsProps) {
  const field = `headers.${index}`;
  const error = problemOf(`${field}.name`) ?? problemOf(`${field}.value`);
  const hasSecret = header.secret !== undefined;
  return (
    <div className="space-y-1 rounded-lg border border-border p-2">
      <Input
        aria-label={`Name of header ${index + 1}`}
        className="h-8 font-mono text-[13px]"
        spellCheck={false}
        maxLength={200}
        placeholder="Authorization"
        value={header.name}
        onChange={(event) => onChange({ ...header, name: event.target.value })}
      />
      <TextField
        label={`Value of header ${index + 1}`}
        hideLabel
        hasVariables
        value={header.value}
        placeholder={hasSecret ? 'In front of the secret, such as Bearer and a blank' : 'Value'}
        onChange={(value) => onChange({ ...header, value })}
      />
      <SecretSelect
        label={`Secret of header ${index + 1}`}
        value={header.secret ?? ''}
        error={problemOf(`${field}.secret`)}
        onChange={(secret) => onChange(withText(header, 'secret', secret))}
      />
      {error && <p className="text-xs text-danger">{error}</p>}
    </div>
  );
}
