import { GitCompareArrows } from 'lucide-react';
import { cn } from '../../../shared/lib/cn.ts';

export interface Change {
  kind: string;
  nodeId: string | null;
  title: string;
  words: string;
}

export interface ChangeListProps {
  changes: readonly Change[];
  /** Steps that are on the canvas and can be shown there. */
  canShow?: (nodeId: string) => boolean;
  onShow?: (nodeId: string) => void;
  className?: string;
}

/** What changed, a sentence each. */
export function ChangeList({ changes, canShow, onShow, className }: ChangeListProps) {
  if (changes.length === 0) {
    return (
      <p className={cn('flex items-center gap-2 text-[13px] text-muted', className)}>
        <GitCompareArrows aria-hidden className="size-4 shrink-0" /> Nothing that people would notice: both do
        the same.
      </p>
    );
  }
  return (
    <ul aria-label="Changes" className={cn('space-y-1', className)}>
      {changes.map(({ nodeId, title, words }, index) => {
        const isShown = nodeId !== null && onShow !== undefined && (canShow?.(nodeId) ?? true);
        return (
          <li key={index} className="text-[13px] leading-[18px]">
            <button
              type="button"
              disabled={!isShown}
              onClick={() => isShown && onShow(nodeId)}
              className="w-full rounded-md px-2 py-1 text-left enabled:hover:bg-surface-2 disabled:cursor-default"
            >
              {!words.includes(title) && <span className="font-medium">{title}: </span>}
              <span>{words}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
