import { ChevronDown, History, TriangleAlert } from 'lucide-react';
import type { Flow } from '../../../../../core/api/schemas.ts';
import { cn } from '../../../shared/lib/cn.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { useEditor, useEditorStore, type EditorState } from '../store/editor-store.ts';
import { ProblemsPanel } from './problems-panel.tsx';
import { VersionsPanel } from './versions-panel.tsx';

/** Below the canvas, closed until asked for. */
export function Drawer({ flow }: { flow: Flow }) {
  const store = useEditorStore();
  const open = useEditor((state) => state.drawer);
  const errors = useEditor(
    (state) => state.problems.filter((problem) => problem.severity === 'error').length,
  );
  const count = useEditor((state) => state.problems.length);
  const show = (drawer: EditorState['drawer']) => store.setState({ drawer: open === drawer ? null : drawer });
  return (
    <section aria-label="Problems and versions" className="border-t border-border bg-surface">
      <div className="flex h-9 items-center gap-1 px-2">
        <Button
          variant="ghost"
          size="xs"
          className="h-7 px-2.5 aria-expanded:bg-surface-2 aria-expanded:text-text"
          aria-expanded={open === 'problems'}
          onClick={() => show('problems')}
        >
          <TriangleAlert
            aria-hidden
            className={cn(errors > 0 && 'text-danger', errors === 0 && count > 0 && 'text-warn')}
          />
          Problems
          <span
            className={cn(
              'rounded-full px-1.5 tabular-nums',
              errors > 0
                ? 'bg-danger-soft text-danger'
                : count > 0
                  ? 'bg-warn-soft text-warn'
                  : 'bg-surface-2',
            )}
          >
            {count}
          </span>
        </Button>
        <Button
          variant="ghost"
          size="xs"
          className="h-7 px-2.5 aria-expanded:bg-surface-2 aria-expanded:text-text"
          aria-expanded={open === 'versions'}
          onClick={() => show('versions')}
        >
          <History aria-hidden /> Versions
        </Button>
        {open && (
          <Button
            variant="ghost"
            size="iconXs"
            className="ml-auto"
            aria-label="Close"
            onClick={() => store.setState({ drawer: null })}
          >
            <ChevronDown aria-hidden />
          </Button>
        )}
      </div>
      {open && (
        <div className="scroll-thin max-h-56 overflow-y-auto border-t border-border">
          {open === 'problems' ? <ProblemsPanel /> : <VersionsPanel flow={flow} />}
        </div>
      )}
    </section>
  );
}
