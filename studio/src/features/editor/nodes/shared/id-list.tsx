import { Input } from '../../../../shared/ui/input.tsx';
import { Group } from './group.tsx';
import { ListEditor } from './list-editor.tsx';

export interface IdListProps {
  title: string;
  /** What one of them is called: "ad". */
  noun: string;
  ids: readonly string[];
  onChange: (ids: string[]) => void;
  placeholder: string;
  max: number;
  /** Path of the list in the step's data. */
  field: string;
  problemOf: (field: string) => string | null;
}

/** Ids that people copy from elsewhere. */
export function IdList({ title, noun, ids, onChange, placeholder, max, field, problemOf }: IdListProps) {
  return (
    <Group title={title} error={problemOf(field)}>
      <ListEditor<string> noun={noun} items={ids} max={max} create={() => ''} onChange={onChange}>
        {(id, index, change) => {
          const error = problemOf(`${field}.${index}`);
          return (
            <>
              <Input
                aria-label={`Id of ${noun} ${index + 1}`}
                aria-invalid={error ? true : undefined}
                className="font-mono text-xs"
                maxLength={64}
                placeholder={placeholder}
                value={id}
                onChange={(event) => change(event.target.value)}
              />
              {error && <p className="mt-1 text-xs text-danger">{error}</p>}
            </>
          );
        }}
      </ListEditor>
    </Group>
  );
}
