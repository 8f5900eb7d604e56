import { Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import type { FlowRules } from '../../../../../core/flow/document.ts';
import { keyNames, type HintKey } from '../../../shared/lib/key-hints.ts';
import { Badge } from '../../../shared/ui/badge.tsx';
import { Button } from '../../../shared/ui/button.tsx';
import { Field } from '../../../shared/ui/field.tsx';
import { Input, Select } from '../../../shared/ui/input.tsx';
import { Kbd } from '../../../shared/ui/kbd.tsx';
import { Switch } from '../../../shared/ui/switch.tsx';
import { filledVariables } from '../document/variables.ts';
import { useEditor, useEditorActions } from '../store/editor-store.ts';
import { CloseButton } from './close-button.tsx';

const reentryOptions: { value: FlowRules['reentry']; label: string }[] = [
  { value: 'always', label: 'At any time' },
  { value: 'whenIdle', label: 'When they are not in this flow already' },
  { value: 'once', label: 'Once only' },
];

export function FlowSettings({ selectedCount, onClose }: { selectedCount: number; onClose?: () => void }) {
  const rules = useEditor((state) => state.history.doc.rules);
  const doc = useEditor((state) => state.history.doc);
  const mayEdit = useEditor((state) => state.mayEdit);
  const { dispatch, removeSelected } = useEditorActions();
  const variables = useMemo(() => filledVariables(doc), [doc]);
  const change = (part: Partial<FlowRules>) =>
    dispatch({ kind: 'setRules', rules: { ...rules, ...part } }, 'rules');

  return (
    <>
      <header className="sticky top-0 z-10 flex items-center gap-2 border-b border-border bg-surface px-4 py-3">
        <div className="min-w-0 flex-1">
          <h2 className="text-sm font-semibold">Flow settings</h2>
          <p className="text-xs text-muted">Select a step to change it</p>
        </div>
        {onClose && <CloseButton onClose={onClose} />}
      </header>
      {selectedCount > 1 && (
        <div className="flex items-center justify-between gap-2 border-b border-border px-4 py-3 text-[13px]">
          {selectedCount} steps are selected
          {mayEdit && (
            <Button size="sm" variant="dangerGhost" onClick={removeSelected}>
              <Trash2 aria-hidden /> Delete them
            </Button>
          )}
        </div>
      )}
      <div className="space-y-5 px-4 py-4">
        <Field label="The same person may start it">
          <Select
            value={rules.reentry}
            onChange={(event) => change({ reentry: event.target.value as FlowRules['reentry'] })}
          >
            {reentryOptions.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Priority" hint="When a message starts two flows, the higher number wins.">
          <Input
            type="number"
            min={-1000}
            max={1000}
            step={1}
            value={rules.priority}
            onChange={(event) => {
              const priority = Math.round(event.target.valueAsNumber);
              if (Number.isFinite(priority)) change({ priority: Math.max(-1000, Math.min(1000, priority)) });
            }}
          />
        </Field>
        <Switch
          label="End when the person writes"
          hint="For follow-ups: a message that no step waits for ends the run."
          checked={rules.exitOnReply}
          disabled={!mayEdit}
          onChange={(exitOnReply) => change({ exitOnReply })}
        />
        <section aria-label="Variables" className="space-y-2">
          <h3 className="text-[13px] font-medium">Variables this flow fills</h3>
          {variables.length === 0 ? (
            <p className="text-xs text-muted">None yet. A question saves its answer in one.</p>
          ) : (
            <ul className="flex flex-wrap gap-1.5">
              {variables.map((name) => (
                <li key={name}>
                  <Badge className="font-mono">answers.{name}</Badge>
                </li>
              ))}
            </ul>
          )}
        </section>
        <section aria-label="Keys" className="space-y-1.5 border-t border-border pt-4 text-[13px] text-muted">
          {shortcuts.map(([keys, label]) => (
            <p key={label} className="flex items-center justify-between gap-3">
              {label}
              <span className="flex gap-1">
                {keyNames(keys).map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </span>
            </p>
          ))}
        </section>
      </div>
    </>
  );
}

const shortcuts: [HintKey[], string][] = [
  [['N'], 'Add a step'],
  [['Del'], 'Delete what is selected'],
  [['mod', 'Z'], 'Undo'],
  [['mod', 'shift', 'Z'], 'Redo'],
  [['mod', 'S'], 'Save now'],
  [['shift', 'T'], 'Tidy up'],
  [['0'], 'Full size'],
  [['1'], 'Show everything'],
];
