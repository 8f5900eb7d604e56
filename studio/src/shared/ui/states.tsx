/** What a page or panel shows while it has nothing to show: loading, empty, failed. */
import { RotateCw, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiError, errorText } from '../api/errors.ts';
import { cn } from '../lib/cn.ts';
import { Button } from './button.tsx';

export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('animate-pulse rounded-md bg-surface-3/70', className)} />;
}

export interface RowsSkeletonProps {
  /** "Loading contacts" */
  label: string;
  count: number;
  /** What stands for the content of each row. */
  children: ReactNode;
}

/** A list in a frame, while it loads. */
export function RowsSkeleton({ label, count, children }: RowsSkeletonProps) {
  return (
    <div role="status" aria-label={label} className="rounded-xl border border-border bg-surface">
      {Array.from({ length: count }, (_, row) => (
        <div key={row} className="flex items-center gap-3 border-b border-border px-4 py-3 last:border-b-0">
          {children}
        </div>
      ))}
    </div>
  );
}

export interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  /** One line: why it is empty, or what will appear here. */
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}

export function EmptyState({ icon: Icon, title, children, action, className }: EmptyStateProps) {
  return (
    <div className={cn('grid h-full place-items-center p-8', className)}>
      <div className="flex max-w-sm flex-col items-center text-center">
        <span className="mb-4 grid size-12 place-items-center rounded-xl bg-surface-2 text-muted">
          <Icon aria-hidden className="size-6" />
        </span>
        <h2 className="text-base font-semibold">{title}</h2>
        {children && <p className="mt-1 text-sm text-muted">{children}</p>}
        {action && <div className="mt-5">{action}</div>}
      </div>
    </div>
  );
}

export interface ErrorStateProps {
  error: unknown;
  title?: string;
  onRetry?: () => void;
  /** A link to where the reader can go on; shown when trying again won't help. */
  wayBack?: ReactNode;
  className?: string;
}

export function ErrorState({ error, title, onRetry, wayBack, className }: ErrorStateProps) {
  const requestId = error instanceof ApiError ? error.requestId : null;
  const isFinal = error instanceof ApiError && !error.isTransient;
  return (
    <div role="alert" className={cn('grid h-full place-items-center p-8', className)}>
      <div className="flex max-w-md flex-col items-center text-center">
        <span className="mb-4 grid size-12 place-items-center rounded-xl bg-danger-soft text-danger">
          <TriangleAlert aria-hidden className="size-6" />
        </span>
        <h2 className="text-base font-semibold">{title ?? errorTitle(error)}</h2>
        <p className="mt-1 text-sm break-words text-muted">{errorText(error)}</p>
        {requestId && (
          <p className="mt-2 text-xs text-muted">
            Request <code className="font-mono select-all">{requestId}</code>
          </p>
        )}
        <div className="mt-5 flex flex-wrap justify-center gap-2 empty:hidden">
          {isFinal && wayBack}
          {onRetry && (
            <Button onClick={onRetry}>
              <RotateCw aria-hidden /> Try again
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}

function errorTitle(error: unknown): string {
  if (!(error instanceof ApiError)) return 'Something went wrong';
  if (error.status === 404) return 'This is not here';
  if (error.status === 403) return 'You may not see this';
  if (error.status === 0) return 'No connection';
  return 'The server could not answer';
}
