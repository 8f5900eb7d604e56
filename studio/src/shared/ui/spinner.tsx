import { LoaderCircle } from 'lucide-react';
import { cn } from '../lib/cn.ts';

export function Spinner({ className }: { className?: string }) {
  return <LoaderCircle aria-hidden className={cn('size-4 animate-spin', className)} />;
}

/** For a place that waits for its code or data as a whole. */
export function Waiting({ label = 'Loading' }: { label?: string }) {
  return (
    <div role="status" className="grid h-full min-h-40 place-items-center text-muted">
      <span className="flex items-center gap-2">
        <Spinner /> {label}…
      </span>
    </div>
  );
}
