import { Slot } from 'radix-ui';
import { useId, type ReactNode } from 'react';
import { cn } from '../lib/cn.ts';

export interface FieldProps {
  label: string;
  children: ReactNode;
  /** What the value means; read out with the field. */
  hint?: ReactNode;
  error?: string | null;
  /** At the right end of the label's line, for a counter or a menu. */
  aside?: ReactNode;
  hideLabel?: boolean;
  className?: string;
}

/** A label, one control, and its hint or error, tied together for screen readers. */
export function Field({ label, children, hint, error, aside, hideLabel, className }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  return (
    <div className={cn('space-y-1.5', className)}>
      <div className={cn('flex min-h-5 items-end justify-between gap-2', hideLabel && !aside && 'hidden')}>
        <label htmlFor={id} className={cn('text-[13px] font-medium', hideLabel && 'sr-only')}>
          {label}
        </label>
        {aside}
      </div>
      <Slot.Root
        id={id}
        aria-label={hideLabel ? label : undefined}
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? noteId : undefined}
      >
        {children}
      </Slot.Root>
      {note && (
        <p id={noteId} className={cn('text-xs leading-4', error ? 'text-danger' : 'text-muted')}>
          {note}
        </p>
      )}
    </div>
  );
}
