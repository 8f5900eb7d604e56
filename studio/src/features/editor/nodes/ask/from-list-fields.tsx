import { useId, useMemo } from 'react';
import { compileFlow } from '../../../../../../core/flow/compile.ts';
import type { ChoiceData, FromList } from '../../../../../../core/flow/nodes/ask/manifest.ts';
import { WHATSAPP_LIMITS } from '../../../../../../core/flow/nodes/shared/limits.ts';
import { fieldsOfVariables } from '../../../../../../core/flow/validation/variables.ts';
import { Field } from '../../../../shared/ui/field.tsx';
import { Input, Select } from '../../../../shared/ui/input.tsx';
import { listVariables } from '../../document/variables.ts';
import { useEditor } from '../../store/editor-store.ts';
import { TextField } from '../shared/text-field.tsx';
import { typedName } from '../shared/variable-name.ts';
import { withText } from '../shared/without.ts';

export const newFromList = (): FromList => ({
  list: '',
  title: '{{ item.title }}',
  save: 'item',
  more: 'More…',
});

export interface FromListFieldsProps {
  from: FromList;
  kind: ChoiceData['kind'];
  onChange: (from: FromList) => void;
  problemOf: (field: string) => string | null;
}

/** Which list, how one of its rows is shown, and what is saved of it. */
export function FromListFields({ from, kind, onChange, problemOf }: FromListFieldsProps) {
  const doc = useEditor((state) => state.history.doc);
  const lists = useMemo(() => listVariables(doc), [doc]);
  const fields = useMemo(
    () => [...(fieldsOfVariables(compileFlow(doc)).get(from.list) ?? [])],
    [doc, from.list],
  );
  const [listId, fieldId] = [useId(), useId()];
  const known = fields.length === 0 ? '' : ` Its rows have ${fields.join(', ')}.`;
  return (
    <>
      <Field
        label="List"
        hint={`A variable that holds a list, for example from an HTTP request.${known}`}
        error={problemOf('validation.from.list')}
      >
        <Input
          className="font-mono text-[13px]"
          list={listId}
          spellCheck={false}
          maxLength={64}
          placeholder="products"
          value={from.list}
          onChange={(event) => onChange({ ...from, list: typedName(event.target.value) })}
        />
      </Field>
      <datalist id={listId}>
        {lists.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <TextField
        label="Title of a row"
        value={from.title}
        hasVariables
        maxLength={500}
        placeholder="{{ item.title }}"
        hint={`The row is called item. Over ${WHATSAPP_LIMITS.rowTitle} characters it is cut.`}
        error={problemOf('validation.from.title')}
        onChange={(title) => onChange({ ...from, title })}
      />
      <TextField
        label="Description of a row"
        value={from.description ?? ''}
        hasVariables
        maxLength={500}
        placeholder='{{ item.price | money: "€" }}'
        error={problemOf('validation.from.description')}
        onChange={(description) => onChange(withText(from, 'description', description))}
      />
      <div className="grid grid-cols-2 gap-3">
        <Field label={kind === 'choices' ? 'Saved of each' : 'Saved of it'}>
          <Select
            value={from.save}
            onChange={(event) => onChange({ ...from, save: event.target.value as FromList['save'] })}
          >
            <option value="item">The whole row</option>
            <option value="title">Its title</option>
            <option value="field">One field</option>
          </Select>
        </Field>
        {from.save === 'field' && (
          <Field label="Field" error={problemOf('validation.from.field')}>
            <Input
              className="font-mono text-[13px]"
              list={fieldId}
              spellCheck={false}
              maxLength={64}
              placeholder="id"
              value={from.field ?? ''}
              onChange={(event) => onChange(withText(from, 'field', event.target.value))}
            />
          </Field>
        )}
      </div>
      <datalist id={fieldId}>
        {fields.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <TextField
        label="Row that shows more"
        value={from.more}
        limit={WHATSAPP_LIMITS.buttonTitle}
        hasVariables
        maxLength={200}
        hint="Shown only when there are more rows than fit."
        error={problemOf('validation.from.more')}
        onChange={(more) => onChange({ ...from, more })}
      />
    </>
  );
}
