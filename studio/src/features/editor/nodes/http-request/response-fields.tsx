import type { ResponseMapping } from '../../../../../../core/flow/nodes/http-request/manifest.ts';
import { isVariableName } from '../../../../../../core/flow/nodes/shared/fields.ts';
import { Input } from '../../../../shared/ui/input.tsx';
import { Group } from '../shared/group.tsx';
import { ListEditor } from '../shared/list-editor.tsx';
import { without } from '../shared/without.ts';
import { ColumnFields } from './column-fields.tsx';
import { TypedVariable } from '../shared/typed-variable.tsx';

export interface ResponseFieldsProps {
  response: ResponseMapping[];
  onChange: (response: ResponseMapping[]) => void;
  problemOf: (field: string) => string | null;
}

/** Which parts of a successful answer become variables. */
export function ResponseFields({ response, onChange, problemOf }: ResponseFieldsProps) {
  return (
    <Group title="Save from the answer">
      <ListEditor<ResponseMapping>
        noun="value"
        items={response}
        max={50}
        create={() => ({ path: '', variable: '', type: 'text' })}
        onChange={onChange}
      >
        {(mapping, index, change) => (
          <MappingFields
            mapping={mapping}
            index={index}
            error={problemOf(`response.${index}.path`) ?? problemOf(`response.${index}.variable`)}
            onChange={change}
            problemOf={problemOf}
          />
        )}
      </ListEditor>
    </Group>
  );
}

interface MappingFieldsProps {
  mapping: ResponseMapping;
  index: number;
  error: string | null;
  onChange: (mapping: ResponseMapping) => void;
  problemOf: (field: string) => string | null;
}

const types = ['text', 'number', 'boolean', 'date', 'list'] as const;

function MappingFields({ mapping, index, error, onChange, problemOf }: MappingFieldsProps) {
  return (
    <div className="space-y-1 rounded-lg border border-border p-2">
      <Input
        aria-label={`Path of value ${index + 1}`}
        className="h-8 font-mono text-[13px]"
        spellCheck={false}
        maxLength={500}
        placeholder={mapping.type === 'list' ? 'data.products' : 'order.items[0].name'}
        title="Empty: the whole answer"
        value={mapping.path}
        onChange={(event) => onChange({ ...mapping, path: event.target.value })}
      />
      <TypedVariable
        index={index}
        name={mapping.variable}
        type={mapping.type}
        types={types}
        isInvalid={mapping.variable !== '' && !isVariableName(mapping.variable)}
        onName={(variable) => onChange({ ...mapping, variable })}
        onType={(type) =>
          onChange(type === 'list' ? { ...mapping, type } : { ...without(mapping, 'columns'), type })
        }
      />
      {mapping.type === 'list' && (
        <ColumnFields mapping={mapping} index={index} onChange={onChange} problemOf={problemOf} />
      )}
      {error && <p className="text-xs text-danger">{error}</p>}
    </div>
  );
}
