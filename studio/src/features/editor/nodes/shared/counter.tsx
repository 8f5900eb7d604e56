import { cn } from '../../../../shared/lib/cn.ts';

export interface CounterProps {
  text: string;
  limit: number;
}

/** Characters used of a limit. A text with placeholders grows when it is filled in, so its count is only a beginning. */
export function Counter({ text, limit }: CounterProps) {
  const isDynamic = text.includes('{{') || text.includes('{%');
  const isOver = text.length > limit && !isDynamic;
  return (
    <span
      className={cn('text-xs tabular-nums', isOver ? 'font-medium text-danger' : 'text-muted')}
      title={isDynamic ? 'The length depends on what the placeholders are filled with' : undefined}
    >
      {isDynamic && '~'}
      {text.length} / {limit}
    </span>
  );
}
