import { Trash2 } from 'lucide-react';
import type { FlowRules } from '../../../../../core/flow/document.ts';
import { keyNames, type HintKey } from '../../../shared/lib/key-hints.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Kbd } from '../../../shared/ui/kbd.tsx';
import { useEditor, useEditorActions } from '../store/editor-store.ts';
import { CloseButton } from './close-button.tsx';
import { EntryRules } from './rules/entry-rules.tsx';
import { ExitRules } from './rules/exit-rules.tsx';
import { SendingRules } from './rules/sending-rules.tsx';
import { VariablesSection } from './variables/variables-section.tsx';

export function FlowSettings({ selectedCount, onClose }: { selectedCount: number; onClose?: () => void }) {
  const rules = useEditor((state) => state.history.doc.rules);
  const mayEdit = useEditor((state) => state.mayEdit);
  const { dispatch, removeSelected } = useEditorActions();
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
          {selectedCount} are selected
          {mayEdit && (
            <Button size="sm" variant="dangerGhost" onClick={removeSelected}>
              <Trash2 aria-hidden /> Delete them
            </Button>
          )}
        </div>
      )}
      <div className="space-y-5 px-4 py-4">
        <VariablesSection />
        <EntryRules rules={rules} change={change} />
        <ExitRules rules={rules} change={change} />
        <SendingRules rules={rules} change={change} />
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
  [['shift', 'N'], 'Add a note'],
  [['Del'], 'Delete what is selected'],
  [['mod', 'Z'], 'Undo'],
  [['mod', 'shift', 'Z'], 'Redo'],
  [['mod', 'S'], 'Save now'],
  [['shift', 'T'], 'Tidy up'],
  [['0'], 'Full size'],
  [['1'], 'Show everything'],
];
