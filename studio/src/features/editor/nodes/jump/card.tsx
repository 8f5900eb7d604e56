import { CornerDownRight } from 'lucide-react';
import type { JumpData } from '../../../../../../core/flow/nodes/jump/manifest.ts';
import { nodeTitle } from '../../../../../../core/flow/summary.ts';
import { useEditor, useEditorActions } from '../../store/editor-store.ts';

export function Card({ data }: { data: JumpData }) {
  const title = useEditor((state) => {
    const target = state.history.doc.nodes[data.target];
    return target ? nodeTitle(target) : null;
  });
  const { showNode } = useEditorActions();
  const times = data.maxVisits === 1 ? 'once' : `${data.maxVisits} times`;
  return (
    <div className="px-3.5 pb-2 text-[13px] leading-[18px] text-muted">
      {title === null ? (
        'Choose the step to go on at'
      ) : (
        <button
          type="button"
          className="nodrag flex max-w-full items-center gap-1.5 font-medium text-text hover:underline"
          onClick={(event) => {
            event.stopPropagation();
            showNode(data.target);
          }}
        >
          <CornerDownRight aria-hidden className="size-3.5 shrink-0" />
          <span className="truncate">{title}</span>
        </button>
      )}
      <p className="text-xs">At most {times} in a run</p>
    </div>
  );
}
