import { SaveState } from '../../../shared/ui/save-state.tsx';
import { useEditor } from '../store/editor-store.ts';
import type { Saver } from '../store/saving.ts';

/** Whether the draft of this flow is saved. */
export function FlowSaveState({ saver }: { saver: Saver }) {
  const saveStatus = useEditor((state) => state.saveStatus);
  const savedAt = useEditor((state) => state.savedAt);
  const saveError = useEditor((state) => state.saveError);
  const mayEdit = useEditor((state) => state.mayEdit);
  if (!mayEdit) return <span className="text-xs text-muted">You may look, not change</span>;
  return <SaveState {...{ saveStatus, savedAt, saveError }} onRetry={() => void saver.saveNow()} />;
}
