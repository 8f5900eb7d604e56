import type { Problem } from '../../../../../core/flow/validate.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { quickFixEdit, quickFixLabel } from '../document/quick-fix.ts';
import { useEditor, useEditorActions, useEditorStore } from '../store/editor-store.ts';

/** Mends a problem in one undoable step, when validation knows how. */
export function QuickFixButton({ problem }: { problem: Problem }) {
  const store = useEditorStore();
  const { dispatch } = useEditorActions();
  const mayEdit = useEditor((state) => state.mayEdit);
  const { fix } = problem;
  if (!fix || !mayEdit) return null;
  return (
    <Button
      size="xs"
      className="bg-surface"
      onClick={() => {
        const edit = quickFixEdit(store.getState().history.doc, fix);
        if (edit) dispatch(edit);
      }}
    >
      {quickFixLabel(fix)}
    </Button>
  );
}
