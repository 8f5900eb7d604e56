import { ArrowDownRight, ArrowUpRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '../../shared/lib/cn.ts';
import { shareText } from './number-text.ts';

export interface StatTileProps {
  label: string;
  value: string;
  /** A line below: what the value is made of. */
  note?: ReactNode;
  /** Against the days before, as a share; left out: it is of now alone. */
  change?: number | null;
  /** Less is better: of failures and waiting. */
  isBetterLow?: boolean;
}

export function StatTile({ label, value, note, change, isBetterLow = false }: StatTileProps) {
  return (
    <li className="flex min-w-0 flex-col rounded-xl border border-border bg-surface px-4 py-3 shadow-card">
      <span className="text-xs font-medium text-muted">{label}</span>
      <span className="mt-1 flex flex-wrap items-baseline gap-x-2">
        <span className="text-2xl leading-8 font-semibold tracking-tight tabular-nums">{value}</span>
        {change !== undefined && <Change change={change} isBetterLow={isBetterLow} />}
      </span>
      {note && <span className="mt-0.5 text-xs text-muted">{note}</span>}
    </li>
  );
}

function Change({ change, isBetterLow }: { change: number | null; isBetterLow: boolean }) {
  if (change === null) return null;
  // Less than half a percent is no change that one would speak of.
  const isSame = Math.abs(change) < 0.005;
  const isUp = change > 0;
  const Icon = isUp ? ArrowUpRight : ArrowDownRight;
  return (
    <span
      title="Compared with as many days before"
      className={cn(
        'inline-flex items-center text-xs font-medium tabular-nums',
        isSame ? 'text-muted' : isUp !== isBetterLow ? 'text-primary' : 'text-danger',
      )}
    >
      {!isSame && <Icon aria-hidden className="size-3.5" />}
      <span className="sr-only">{isUp ? 'up ' : 'down '}</span>
      {isSame ? 'same' : shareText(Math.abs(change))}
      <span className="sr-only"> compared with as many days before</span>
    </span>
  );
}
