import type { ComponentProps, KeyboardEvent } from 'react';
import { cn } from '../../shared/lib/cn.ts';

export type WritingFieldProps = ComponentProps<'textarea'> & {
  /** Enter was pressed; with Shift it makes a new line. */
  onSubmit: () => void;
};

/** A text that grows with what is written in it, up to a few lines. */
export function WritingField({ onSubmit, onKeyDown, className, ...props }: WritingFieldProps) {
  function pressed(event: KeyboardEvent<HTMLTextAreaElement>) {
    onKeyDown?.(event);
    // While an input method composes a word, Enter belongs to it.
    if (event.defaultPrevented || event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing)
      return;
    event.preventDefault();
    onSubmit();
  }
  return (
    <textarea
      rows={1}
      onKeyDown={pressed}
      className={cn(
        'field-sizing-content max-h-40 min-h-10 flex-1 resize-none rounded-lg border border-border-strong/70 bg-bg px-3 py-2.5 text-sm leading-5 placeholder:text-muted focus-visible:border-primary focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-primary/40 disabled:cursor-not-allowed disabled:bg-surface-2',
        className,
      )}
      {...props}
    />
  );
}
