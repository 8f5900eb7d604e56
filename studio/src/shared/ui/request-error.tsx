import { errorText } from '../api/errors.ts';
import { cn } from '../lib/cn.ts';

/** Why what was asked for didn't happen, beside what asked for it; nothing without an error. */
export function RequestError({ error, className }: { error: unknown; className?: string }) {
  if (!error) return null;
  return (
    <p role="alert" className={cn('text-sm text-danger', className)}>
      {errorText(error)}
    </p>
  );
}
