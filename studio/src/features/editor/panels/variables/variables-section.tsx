import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from '../../../../shared/ui/button.tsx';
import { declarationFor, freshVariableName } from '../../document/variable-edits.ts';
import { filledVariables } from '../../document/variables.ts';
import { useEditor, useEditorActions } from '../../store/editor-store.ts';
import { RulesSection } from '../rules/rules-section.tsx';
import { VariableItem } from './variable-item.tsx';

/** What the flow remembers: variables that it declares, and those that steps fill without a declaration. */
export function VariablesSection() {
  const doc = useEditor((state) => state.history.doc);
  const mayEdit = useEditor((state) => state.mayEdit);
  const { dispatch } = useEditorActions();
  const [open, setOpen] = useState<{ name: string; isNew: boolean } | null>(null);
  // Keys by name of those that were renamed here: the caret stays where it is while the name changes.
  const [keys, setKeys] = useState<Readonly<Record<string, string>>>({});
  const declared = Object.keys(doc.variables).sort();
  const filled = useMemo(() => filledVariables(doc), [doc]);
  const undeclared = filled.filter((name) => !(name in doc.variables));
  const items = withKeys(declared, keys);

  function add() {
    const name = freshVariableName(doc);
    dispatch({ kind: 'setVariable', name, definition: { type: 'text' } });
    setOpen({ name, isNew: true });
  }
  return (
    <RulesSection title="Variables">
      {declared.length === 0 && (
        <p className="text-xs text-muted">
          None declared. One that is has a type, may start with a value, and can be handed over between flows.
        </p>
      )}
      {declared.length > 0 && (
        <ul aria-label="Declared variables" className="space-y-1.5">
          {items.map(({ name, key }) => (
            <VariableItem
              key={key}
              name={name}
              isOpen={open?.name === name}
              isNew={open?.name === name && open.isNew}
              onToggle={() => setOpen(open?.name === name ? null : { name, isNew: false })}
              onRenamed={(to) => {
                setKeys({ ...keys, [to]: key });
                setOpen({ name: to, isNew: false });
              }}
            />
          ))}
        </ul>
      )}
      {mayEdit && (
        <Button size="sm" variant="ghost" className="text-primary hover:text-primary" onClick={add}>
          <Plus aria-hidden /> Add variable
        </Button>
      )}
      {undeclared.length > 0 && (
        <div className="space-y-1.5">
          <h4 className="text-xs text-muted">Filled by steps, without a declaration</h4>
          <ul aria-label="Variables without a declaration" className="space-y-1">
            {undeclared.map((name) => (
              <li key={name} className="flex min-h-6 items-center justify-between gap-2">
                <code className="truncate font-mono text-xs">{name}</code>
                {mayEdit && (
                  <Button
                    size="xs"
                    aria-label={`Declare ${name}`}
                    onClick={() => {
                      dispatch({ kind: 'setVariable', name, definition: declarationFor(doc, name) });
                      setOpen({ name, isNew: false });
                    }}
                  >
                    Declare
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
    </RulesSection>
  );
}

/** A name can come back, by undo or by hand, after another variable took its key along. */
function withKeys(names: readonly string[], keys: Readonly<Record<string, string>>) {
  const taken = new Set<string>();
  return names.map((name) => {
    let key = keys[name] ?? name;
    while (taken.has(key)) key += '~';
    taken.add(key);
    return { name, key };
  });
}
