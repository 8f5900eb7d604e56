import { ChevronRight, Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import type { VariableDefinition, VariableType } from '../../../../../../core/flow/document.ts';
import { cn } from '../../../../shared/lib/cn.ts';
import { Badge } from '../../../../shared/ui/badge.tsx';
import { Button } from '../../../../shared/ui/button.tsx';
import { Field } from '../../../../shared/ui/field.tsx';
import { Select } from '../../../../shared/ui/input.tsx';
import { definitionAs, usersOfVariable, type UsersOfVariable } from '../../document/variable-edits.ts';
import { useEditor, useEditorActions, useEditorStore } from '../../store/editor-store.ts';
import { DefaultField } from './default-field.tsx';
import { DeleteVariableDialog } from './delete-variable-dialog.tsx';
import { NameField } from './name-field.tsx';
import { definitionWords, roleWords, typeWords, type Role } from './variable-words.ts';

export interface VariableItemProps {
  name: string;
  isOpen: boolean;
  /** Just added: its name waits to be written. */
  isNew: boolean;
  onToggle: () => void;
  onRenamed: (to: string) => void;
}

/** One declared variable: a line, and below it what can be changed while it is open. */
export function VariableItem({ name, isOpen, isNew, onToggle, onRenamed }: VariableItemProps) {
  const definition = useEditor((state) => state.history.doc.variables[name]);
  const problem = useEditor((state) =>
    state.problems.find(({ field }) => field === `variables.${name}.default`),
  );
  const id = useId();
  if (!definition) return null;
  return (
    <li className={cn('rounded-lg border border-border', isOpen && 'bg-surface')}>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={onToggle}
        className="flex w-full items-center gap-2 rounded-lg px-2.5 py-2 text-left enabled:hover:bg-surface-2"
      >
        <ChevronRight
          aria-hidden
          className={cn('size-3.5 shrink-0 text-muted transition-transform', isOpen && 'rotate-90')}
        />
        <span className="min-w-0 flex-1">
          <code className="block truncate font-mono text-[13px] font-medium">{name}</code>
          <span className={cn('block truncate text-xs', problem ? 'text-warn' : 'text-muted')}>
            {definitionWords(definition)}
          </span>
        </span>
        {definition.role && <Badge>{roleWords[definition.role]}</Badge>}
      </button>
      {isOpen && (
        <div id={id} className="border-t border-border px-3 py-3">
          <VariableFields
            name={name}
            definition={definition}
            problem={problem?.message ?? null}
            isNew={isNew}
            onRenamed={onRenamed}
          />
        </div>
      )}
    </li>
  );
}

interface VariableFieldsProps extends Pick<VariableItemProps, 'name' | 'isNew' | 'onRenamed'> {
  definition: VariableDefinition;
  problem: string | null;
}

function VariableFields({ name, definition, problem, isNew, onRenamed }: VariableFieldsProps) {
  const store = useEditorStore();
  const mayEdit = useEditor((state) => state.mayEdit);
  const { dispatch } = useEditorActions();
  const [users, setUsers] = useState<UsersOfVariable | null>(null);
  const change = (next: VariableDefinition, group?: string) =>
    dispatch({ kind: 'setVariable', name, definition: next }, group);
  const remove = () => dispatch({ kind: 'setVariable', name, definition: null });

  return (
    <div className="space-y-3.5">
      <NameField name={name} hasCaret={isNew} onRenamed={onRenamed} />
      <div className="grid grid-cols-2 gap-2">
        <Field label="Type">
          <Select
            value={definition.type}
            onChange={(event) => change(definitionAs(definition, event.target.value as VariableType))}
          >
            {Object.entries(typeWords).map(([type, words]) => (
              <option key={type} value={type}>
                {words}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Role">
          <Select
            value={definition.role ?? ''}
            onChange={(event) => {
              const { role: _role, ...rest } = definition;
              const role = event.target.value as Role | '';
              change(role === '' ? rest : { ...rest, role });
            }}
          >
            <option value="">This flow only</option>
            <option value="input">Input</option>
            <option value="output">Output</option>
          </Select>
        </Field>
      </div>
      {definition.role && <p className="text-xs text-muted">{roleHints[definition.role]}</p>}
      <DefaultField
        definition={definition}
        problem={problem}
        onChange={(next) => change(next, `variable:${name}`)}
      />
      {mayEdit && (
        <Button
          size="sm"
          variant="dangerGhost"
          className="-ml-2.5"
          onClick={() => {
            const found = usersOfVariable(store.getState().history.doc, name);
            if (found.readers.length + found.fillers.length === 0) remove();
            else setUsers(found);
          }}
        >
          <Trash2 aria-hidden /> Delete variable
        </Button>
      )}
      {users && (
        <DeleteVariableDialog name={name} users={users} onDelete={remove} onClose={() => setUsers(null)} />
      )}
    </div>
  );
}

const roleHints: Record<Role, string> = {
  input: 'A flow that runs this one hands it in.',
  output: 'A flow that runs this one can take it back at the end.',
};
