import type { ContactImport } from '../../../../../core/api/imports.ts';
import { cn } from '../../../shared/lib/cn.ts';

/** What became of the rows so far. */
export function CountTiles({ item }: { item: ContactImport }) {
  const tiles = [
    { label: 'New', count: item.created, tone: 'text-primary' },
    { label: 'Updated', count: item.updated, tone: 'text-info' },
    { label: 'Unchanged', count: item.unchanged, tone: 'text-muted' },
    { label: 'Rejected', count: item.rejected, tone: item.rejected > 0 ? 'text-danger' : 'text-muted' },
  ];
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
      {tiles.map(({ label, count, tone }) => (
        <div key={label} className="rounded-xl border border-border bg-surface px-4 py-3 shadow-card">
          <dt className="text-[13px] text-muted">{label}</dt>
          <dd className={cn('text-2xl font-semibold tracking-tight tabular-nums', tone)}>
            {count.toLocaleString('en')}
          </dd>
        </div>
      ))}
    </dl>
  );
}
