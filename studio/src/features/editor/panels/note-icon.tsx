import { StickyNote } from 'lucide-react';
import type { NoteColor } from '../../../../../core/flow/document.ts';
import { cn } from '../../../shared/lib/cn.ts';

/** What stands for a note where steps have the chip of their family. */
export function NoteIcon({ color = 'yellow', className }: { color?: NoteColor; className?: string }) {
  return (
    <span
      className={cn(
        `note-${color}`,
        'grid shrink-0 place-items-center rounded-md bg-note text-note-text',
        className,
      )}
    >
      <StickyNote aria-hidden className="size-4" />
    </span>
  );
}
