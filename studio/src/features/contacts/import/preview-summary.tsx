import { TriangleAlert, UserCheck, UserPlus, UserX, type LucideIcon } from 'lucide-react';
import type { ImportPreview } from '../../../../../core/api/imports.ts';
import { rowProblems } from '../../../../../core/imports/row-problems.ts';
import { counted } from '../../../shared/lib/counted.ts';
import { cn } from '../../../shared/lib/cn.ts';
import { RequestError } from '../../../shared/ui/request-error.tsx';
import { Spinner } from '../../../shared/ui/spinner.tsx';
import { Skeleton } from '../../../shared/ui/states.tsx';

export interface PreviewSummaryProps {
  total: number;
  preview: ImportPreview | undefined;
  error: Error | null;
  isFetching: boolean;
}

/** How many would be new, are here already, or can't be imported and why. */
export function PreviewSummary({ total, preview, error, isFetching }: PreviewSummaryProps) {
  if (error) return <RequestError error={error} />;
  if (!preview) return <Skeleton className="h-40" />;
  const rejected = preview.problems.reduce((sum, { count }) => sum + count, 0);
  return (
    <div className="space-y-4" aria-live="polite">
      <div>
        <h2 className="flex items-center justify-between text-base font-semibold">
          What it becomes {isFetching && <Spinner className="size-4 text-muted" />}
        </h2>
        <p className="text-[13px] text-muted">
          {preview.isWhole
            ? `All ${counted(total, 'row')} of the file`
            : `The first ${counted(preview.rows, 'row')} of ${total.toLocaleString('en')}`}
        </p>
      </div>
      <ul className="space-y-2.5">
        <Line icon={UserPlus} count={preview.fresh} label="new contacts" tone="text-primary" />
        <Line icon={UserCheck} count={preview.existing} label="here already" tone="text-info" />
        <Line
          icon={UserX}
          count={rejected}
          label="can’t be imported"
          tone={rejected > 0 ? 'text-danger' : 'text-muted'}
        />
      </ul>
      {preview.problems.length > 0 && (
        <ul className="space-y-1.5 rounded-lg bg-danger-soft px-3 py-2.5 text-[13px] text-danger">
          {preview.problems.map(({ code, count }) => (
            <li key={code} className="flex items-start gap-2">
              <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
              <span>
                <span className="font-medium tabular-nums">{count.toLocaleString('en')}×</span>{' '}
                {rowProblems[code]}
              </span>
            </li>
          ))}
        </ul>
      )}
      {rejected > 0 && (
        <p className="text-xs text-muted">
          These rows cost nothing else: you get them back as a file with the reasons.
        </p>
      )}
    </div>
  );
}

function Line({
  icon: Icon,
  count,
  label,
  tone,
}: {
  icon: LucideIcon;
  count: number;
  label: string;
  tone: string;
}) {
  return (
    <li className="flex items-center gap-2.5 text-sm">
      <Icon aria-hidden className={cn('size-4 shrink-0', tone)} />
      <span className="text-base font-semibold tabular-nums">{count.toLocaleString('en')}</span>
      <span className="text-muted">{label}</span>
    </li>
  );
}
