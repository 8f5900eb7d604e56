import { StickyNote } from 'lucide-react';
import { cn } from '../../../shared/lib/cn.ts';

/** What stands for a note where steps have the chip of their family. */
export function NoteIcon({ className }: { className?: string }) {
  return (
    <span className={cn('grid shrink-0 place-items-center rounded-md bg-note text-note-text', className)}>
      <StickyNote aria-hidden className="size-4" />
    </span>
  );
}
