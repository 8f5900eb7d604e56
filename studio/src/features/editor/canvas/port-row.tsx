import { Plus } from 'lucide-react';
import { Handle, Position, useNodeId } from 'reactflow';
import type { ReactNode } from 'react';
import { cn } from '../../../shared/lib/cn.ts';
import { countText, shareText } from '../../analytics/number-text.ts';
import { edgeOfPort } from '../document/ports.ts';
import { useEditor, useEditorActions } from '../store/editor-store.ts';

export interface PortRowProps {
  port: string;
  /** Leaving it open is fine: no red stub. */
  optional?: boolean;
  children: ReactNode;
  className?: string;
}

/** A labelled way out at the card's right edge. Unconnected it shows a stub: pressing it adds the next step. */
export function PortRow({ port, optional = false, children, className }: PortRowProps) {
  const node = useNodeId() ?? '';
  const { openPicker } = useEditorActions();
  const mayEdit = useEditor((state) => state.mayEdit && state.mode === 'edit');
  const isConnected = useEditor((state) => edgeOfPort(state.history.doc.edges, node, port) !== null);
  const left = useEditor((state) => state.numbers?.nodes[node]?.ports[port]);
  const state = isConnected ? 'connected' : optional ? 'optional' : 'open';
  return (
    <div className={cn('relative flex min-h-7 items-center justify-end pr-4 pl-3 text-xs', className)}>
      {children}
      {left && (
        <span
          title={`${left.count} visits left here`}
          className="ml-1.5 shrink-0 rounded-full bg-primary-soft px-1.5 text-[11px] leading-5 font-semibold text-primary tabular-nums"
        >
          {countText(left.count)} · {shareText(left.share)}
        </span>
      )}
      <Handle
        type="source"
        id={port}
        position={Position.Right}
        isConnectable={mayEdit}
        data-state={state}
        onClick={() => !isConnected && openPicker({ kind: 'port', node, port })}
      />
      {!isConnected && (
        <span aria-hidden data-state={state} className="port-stub">
          {mayEdit && <Plus className="size-2.5" />}
        </span>
      )}
    </div>
  );
}
