import {
  operatorIds,
  operators,
  type OperatorId,
} from '../../../../../../core/flow/nodes/condition/operators.ts';
import type {
  EventFilter,
  EventTriggerData,
} from '../../../../../../core/flow/nodes/event-trigger/manifest.ts';
import { Input, Select } from '../../../../shared/ui/input.tsx';
import type { NodeFormProps } from '../contract.ts';
import { Group } from '../shared/group.tsx';
import { ListEditor } from '../shared/list-editor.tsx';
import { TextField } from '../shared/text-field.tsx';

export function Form({ data, onChange, problemOf }: NodeFormProps<EventTriggerData>) {
  return (
    <>
      <TextField
        label="Name of the event"
        value={data.name}
        maxLength={100}
        placeholder="order.paid"
        hint="As your system reports it to POST /contacts/{id}/events; capitals count."
        error={problemOf('name')}
        onChange={(name) => onChange({ ...data, name })}
      />
      <Group title="Only if all of these hold" error={problemOf('filters')}>
        <ListEditor<EventFilter>
          noun="test"
          items={data.filters}
          max={20}
          create={() => ({ field: '', operator: 'is', value: '' })}
          onChange={(filters) => onChange({ ...data, filters })}
        >
          {(filter, index, change) => (
            <FilterFields
              filter={filter}
              number={index + 1}
              onChange={change}
              error={problemOf(`filters.${index}.field`) ?? problemOf(`filters.${index}.value`)}
            />
          )}
        </ListEditor>
      </Group>
    </>
  );
}

interface FilterFieldsProps {
  filter: EventFilter;
  number: number;
  onChange: (filter: EventFilter) => void;
  error: string | null;
}

function FilterFields({ filter, number, onChange, error }: FilterFieldsProps) {
  return (
    <div className="space-y-1">
      <Input
        aria-label={`Field of test ${number}`}
        className="h-8 font-mono text-xs"
        maxLength={64}
        placeholder="total"
        value={filter.field}
        onChange={(event) => onChange({ ...filter, field: event.target.value })}
      />
      <div className="flex gap-1">
        <Select
          aria-label={`Comparison of test ${number}`}
          className="h-8 text-[13px]"
          value={filter.operator}
          onChange={(event) => onChange({ ...filter, operator: event.target.value as OperatorId })}
        >
          {operatorIds.map((id) => (
            <option key={id} value={id}>
              {operators[id].title}
            </option>
          ))}
        </Select>
        {operators[filter.operator].takesValue && (
          <Input
            aria-label={`Value of test ${number}`}
            className="h-8 text-[13px]"
            maxLength={500}
            placeholder="100"
            value={filter.value}
            onChange={(event) => onChange({ ...filter, value: event.target.value })}
          />
        )}
      </div>
      {error && <p className="text-xs text-danger">{error}</p>}
    </div>
  );
}
