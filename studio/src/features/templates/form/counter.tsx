import { cn } from '../../../shared/lib/cn.ts';

/** How much of a text's room is used. */
export function Counter({ text, max }: { text: string; max: number }) {
  return (
    <span className={cn('text-xs tabular-nums', text.length > max ? 'text-danger' : 'text-muted')}>
      {text.length}/{max}
    </span>
  );
}
