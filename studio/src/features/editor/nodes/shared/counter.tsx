import { isDynamic } from '../../../../../../core/flow/nodes/shared/render.ts';
import { cn } from '../../../../shared/lib/cn.ts';

export interface CounterProps {
  text: string;
  limit: number;
}

/** Characters used of a limit. A text with placeholders grows when it is filled in, so its count is only a beginning. */
export function Counter({ text, limit }: CounterProps) {
  const grows = isDynamic(text);
  const isOver = text.length > limit && !grows;
  return (
    <span
      className={cn('text-xs tabular-nums', isOver ? 'font-medium text-danger' : 'text-muted')}
      title={grows ? 'The length depends on what the placeholders are filled with' : undefined}
    >
      {grows && '~'}
      {text.length} / {limit}
    </span>
  );
}
