import { Table2 } from 'lucide-react';
import { useId, useState } from 'react';
import { cn } from '../../shared/lib/cn.ts';
import { Button } from '../../shared/ui/button.tsx';
import { niceMax } from './nice-max.ts';

export interface ChartSeries {
  id: string;
  label: string;
  /** Class of the bar, and of its mark in the legend. */
  color: string;
}

export interface ChartEntry {
  /** Short, for the axis. */
  label: string;
  /** In full, for the hint and the table. */
  title: string;
  /** By series; null: there is none. */
  values: Readonly<Record<string, number | null>>;
}

export interface BarChartProps {
  title: string;
  note?: string;
  series: readonly ChartSeries[];
  entries: readonly ChartEntry[];
  textOf: (value: number | null) => string;
}

/** Stacked bars, from the first series up; the same numbers as a table for whoever would rather read. */
export function BarChart({ title, note, series, entries, textOf }: BarChartProps) {
  const [isTable, setTable] = useState(false);
  const id = useId();
  return (
    <section aria-labelledby={id} className="rounded-xl border border-border bg-surface p-4 shadow-card">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h2 id={id} className="text-sm font-semibold">
          {title}
        </h2>
        {series.length > 1 && !isTable && (
          <ul className="flex flex-wrap gap-x-3 gap-y-0.5 text-xs text-muted">
            {series.map(({ id: key, label, color }) => (
              <li key={key} className="flex items-center gap-1.5">
                <span aria-hidden className={cn('size-2 rounded-[2px]', color)} />
                {label}
              </li>
            ))}
          </ul>
        )}
        <Button
          variant="ghost"
          size="sm"
          className="ml-auto"
          aria-pressed={isTable}
          aria-label={`${title} as a table`}
          onClick={() => setTable(!isTable)}
        >
          <Table2 aria-hidden /> Table
        </Button>
      </header>
      {note && <p className="text-xs text-muted">{note}</p>}
      {isTable ? (
        <NumbersTable {...{ title, series, entries, textOf }} />
      ) : (
        <Bars {...{ title, series, entries, textOf }} />
      )}
    </section>
  );
}

function Bars({ title, series, entries, textOf }: BarChartProps) {
  const [hovered, setHovered] = useState<number | null>(null);
  const sumOf = ({ values }: ChartEntry) => series.reduce((sum, { id }) => sum + (values[id] ?? 0), 0);
  const max = niceMax(Math.max(...entries.map(sumOf)));
  const shown = hovered === null ? undefined : entries[hovered];
  const middle = Math.floor((entries.length - 1) / 2);
  return (
    <div className="mt-3">
      <div className="relative flex h-40" role="img" aria-label={`${title}: bars; the table has the numbers`}>
        {[max, max / 2].map((value) => (
          <span
            key={value}
            aria-hidden
            style={{ bottom: `${(value / max) * 100}%` }}
            className="pointer-events-none absolute inset-x-0 border-t border-dashed border-border text-[11px] leading-4 text-muted"
          >
            <span className="bg-surface pr-1">{textOf(value)}</span>
          </span>
        ))}
        <div className="relative flex min-w-0 flex-1 items-stretch border-b border-border-strong pl-12">
          {entries.map((entry, index) => (
            <div
              key={entry.title}
              onMouseEnter={() => setHovered(index)}
              onMouseLeave={() => setHovered(null)}
              className={cn(
                'flex min-w-0 flex-1 flex-col-reverse px-px',
                hovered === index && 'bg-surface-2',
              )}
            >
              {series.map(({ id, color }, at) => (
                <span
                  key={id}
                  style={{ height: `${((entry.values[id] ?? 0) / max) * 100}%` }}
                  className={cn(
                    'mx-auto w-full max-w-8',
                    color,
                    at === series.length - 1 && 'rounded-t-[2px]',
                  )}
                />
              ))}
            </div>
          ))}
        </div>
        {shown && (
          <div
            aria-hidden
            className={cn(
              'pointer-events-none absolute top-0 z-10 rounded-lg border border-border bg-surface px-3 py-2 text-xs shadow-pop',
              hovered! > middle ? 'left-12' : 'right-0',
            )}
          >
            <p className="font-semibold">{shown.title}</p>
            {series.toReversed().map(({ id, label, color }) => (
              <p key={id} className="flex items-center gap-1.5 tabular-nums">
                <span className={cn('size-2 rounded-[2px]', color)} />
                <span className="min-w-20 text-muted">{label}</span>
                <span className="ml-auto font-medium">{textOf(shown.values[id] ?? null)}</span>
              </p>
            ))}
          </div>
        )}
      </div>
      <div aria-hidden className="mt-1 flex justify-between pl-12 text-[11px] text-muted">
        {[...new Set([0, middle, entries.length - 1])].map((index) => (
          <span key={index}>{entries[index]?.label}</span>
        ))}
      </div>
    </div>
  );
}

function NumbersTable({ title, series, entries, textOf }: BarChartProps) {
  return (
    // A region that scrolls can be reached by the keyboard.
    <div
      role="region"
      aria-label={`Table: ${title}`}
      tabIndex={0}
      className="scroll-thin mt-3 max-h-64 overflow-auto rounded-lg border border-border"
    >
      <table className="w-full text-sm tabular-nums">
        <thead className="sticky top-0 bg-surface-2 text-left text-xs text-muted">
          <tr>
            <th scope="col" className="px-3 py-1.5 font-medium">
              When
            </th>
            {series.map(({ id, label }) => (
              <th key={id} scope="col" className="px-3 py-1.5 text-right font-medium">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.title} className="border-t border-border">
              <th scope="row" className="px-3 py-1 text-left font-normal whitespace-nowrap">
                {entry.title}
              </th>
              {series.map(({ id }) => (
                <td key={id} className="px-3 py-1 text-right">
                  {textOf(entry.values[id] ?? null)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
