import type { ComponentProps } from 'react';
import { cn } from '../lib/cn.ts';

const box =
  'w-full rounded-lg border border-border-strong/70 bg-surface text-text placeholder:text-muted/80 transition-colors hover:border-border-strong focus-visible:border-primary focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-primary/40 disabled:cursor-not-allowed disabled:bg-surface-2 disabled:text-muted aria-invalid:border-danger aria-invalid:focus-visible:outline-danger/40';

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input className={cn(box, 'h-9 px-3 text-sm', className)} {...props} />;
}

export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      className={cn(box, 'field-sizing-content min-h-20 resize-y px-3 py-2 text-sm leading-5', className)}
      {...props}
    />
  );
}

/** The browser's own select: best on touch and for screen readers. */
export function Select({ className, children, ...props }: ComponentProps<'select'>) {
  return (
    <select
      className={cn(
        box,
        'h-9 cursor-pointer appearance-none bg-size-[16px] bg-position-[right_10px_center] bg-no-repeat pr-8 pl-3 text-sm',
        'select-chevron',
        className,
      )}
      {...props}
    >
      {children}
    </select>
  );
}
