import { MAX_ITEM_FIELDS } from '../../../../../../core/flow/lists.ts';
import type { ResponseMapping } from '../../../../../../core/flow/nodes/http-request/manifest.ts';
import { isVariableName } from '../../../../../../core/flow/nodes/shared/fields.ts';
import { Button } from '../../../../shared/ui/button.tsx';
import { Input } from '../../../../shared/ui/input.tsx';
import { ListEditor } from '../shared/list-editor.tsx';
import { typedName } from '../shared/variable-name.ts';
import { without } from '../shared/without.ts';

type Column = NonNullable<ResponseMapping['columns']>[number];

export interface ColumnFieldsProps {
  mapping: ResponseMapping;
  index: number;
  onChange: (mapping: ResponseMapping) => void;
  problemOf: (field: string) => string | null;
}

/** What each row of a saved list keeps. */
export function ColumnFields({ mapping, index, onChange, problemOf }: ColumnFieldsProps) {
  const columns = mapping.columns ?? [];
  const change = (next: Column[]) =>
    onChange(next.length === 0 ? without(mapping, 'columns') : { ...mapping, columns: next });
  if (columns.length === 0) {
    return (
      <div className="flex items-center justify-between gap-2 pt-1">
        <p className="text-xs text-muted">Each row keeps all of its single values.</p>
        <Button variant="ghost" size="sm" onClick={() => change([{ name: '', path: '' }])}>
          Choose columns
        </Button>
      </div>
    );
  }
  return (
    <div className="space-y-1 pt-1">
      <p className="text-xs text-muted">Each row keeps, by name, what stands at the path inside it:</p>
      <ListEditor<Column>
        noun="column"
        items={columns}
        max={MAX_ITEM_FIELDS}
        create={() => ({ name: '', path: '' })}
        onChange={change}
      >
        {(column, at, set) => {
          const field = `response.${index}.columns.${at}`;
          const error = problemOf(`${field}.name`) ?? problemOf(`${field}.path`);
          return (
            <div className="space-y-1">
              <div className="grid grid-cols-2 gap-1">
                <Input
                  aria-label={`Name of column ${at + 1}`}
                  aria-invalid={(column.name !== '' && !isVariableName(column.name)) || undefined}
                  className="h-8 font-mono text-[13px]"
                  spellCheck={false}
                  maxLength={64}
                  placeholder="title"
                  value={column.name}
                  onChange={(event) => set({ ...column, name: typedName(event.target.value) })}
                />
                <Input
                  aria-label={`Path of column ${at + 1}`}
                  className="h-8 font-mono text-[13px]"
                  spellCheck={false}
                  maxLength={500}
                  placeholder={column.name === '' ? 'product.title' : column.name}
                  title="Empty: the field of that name"
                  value={column.path}
                  onChange={(event) => set({ ...column, path: event.target.value })}
                />
              </div>
              {error && <p className="text-xs text-danger">{error}</p>}
            </div>
          );
        }}
      </ListEditor>
    </div>
  );
}
