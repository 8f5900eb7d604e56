import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { nodeTitle } from '../../../../../core/flow/summary.ts';
import { cn } from '../../../shared/lib/cn.ts';
import { useEditor, useEditorActions } from '../store/editor-store.ts';
import { QuickFixButton } from './quick-fix-button.tsx';

/** Everything that is wrong with the draft; pressing one goes to its step or note. */
export function ProblemsPanel() {
  const problems = useEditor((state) => state.problems);
  const nodes = useEditor((state) => state.history.doc.nodes);
  const notes = useEditor((state) => state.history.doc.notes);
  const { showNode, showNote } = useEditorActions();
  if (problems.length === 0) {
    return (
      <p className="flex items-center justify-center gap-2 py-8 text-sm text-muted">
        <CircleCheck aria-hidden className="size-4 text-primary" /> No problems: this flow can be published.
      </p>
    );
  }
  return (
    <ul aria-label="Problems" className="divide-y divide-border">
      {problems.map((problem, index) => {
        const node = problem.nodeId === null ? undefined : nodes[problem.nodeId];
        const note = /^notes\.([^.]+)\./.exec(problem.field ?? '')?.[1];
        const isNote = !node && note !== undefined && note in notes;
        const isError = problem.severity === 'error';
        const Icon = isError ? CircleAlert : TriangleAlert;
        return (
          <li key={index} className="flex items-center gap-2 pr-4 hover:bg-surface-2/60">
            <button
              type="button"
              disabled={!node && !isNote}
              onClick={() => (isNote ? showNote(note) : problem.nodeId !== null && showNode(problem.nodeId))}
              className="flex min-w-0 flex-1 items-start gap-2.5 px-4 py-2 text-left text-[13px] disabled:cursor-default"
            >
              <Icon
                aria-hidden
                className={cn('mt-0.5 size-4 shrink-0', isError ? 'text-danger' : 'text-warn')}
              />
              <span className="sr-only">{isError ? 'Error:' : 'Warning:'}</span>
              <span className="min-w-0">
                {(node || isNote) && <span className="font-medium">{node ? nodeTitle(node) : 'Note'}: </span>}
                <span className={node || isNote ? 'text-muted' : ''}>{problem.message}</span>
              </span>
            </button>
            <QuickFixButton problem={problem} />
          </li>
        );
      })}
    </ul>
  );
}
