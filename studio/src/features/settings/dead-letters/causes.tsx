import { RotateCw } from 'lucide-react';
import { cn } from '../../../shared/lib/cn.ts';
import { relativeTime } from '../../../shared/lib/time.ts';
import { useNow } from '../../../shared/lib/use-now.ts';
import { useMay } from '../../../shared/session/workspace.ts';
import { Badge } from '../../../shared/ui/badge.tsx';
import { Button } from '../../../shared/ui/button.tsx';
import { Spinner } from '../../../shared/ui/spinner.tsx';
import type { Cause } from './queries.ts';
import type { SettleAll } from './settle-all-dialog.tsx';
import { isOnlyKept } from './states.ts';

export interface CausesProps {
  causes: readonly Cause[];
  /** What the list below shows. */
  chosen: { kind?: string; cause?: string };
  onChoose: (cause: Cause) => void;
  onSettle: (settle: SettleAll) => void;
}

/** What went wrong, and how often; what only was kept comes last. */
export function Causes({ causes, chosen, onChoose, onSettle }: CausesProps) {
  const now = useNow('halfMinute');
  const mayReplay = useMay('deadLetters:replay');
  const sorted = causes.toSorted((a, b) => Number(isOnlyKept(a)) - Number(isOnlyKept(b)));
  return (
    <ul
      aria-label="By cause"
      className="divide-y divide-border rounded-xl border border-border bg-surface shadow-card"
    >
      {sorted.map((cause) => {
        const isChosen = chosen.kind === cause.kind && chosen.cause === cause.cause;
        return (
          <li
            key={`${cause.kind} ${cause.cause}`}
            className={cn(
              'flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3',
              isChosen && 'bg-surface-2',
            )}
          >
            <div className="min-w-0 flex-1 basis-72">
              <p className="flex flex-wrap items-center gap-2 text-sm font-medium">
                {cause.title}
                <Badge tone={isOnlyKept(cause) ? 'neutral' : 'danger'}>{cause.open}</Badge>
                {cause.requested > 0 && (
                  <Badge tone="info">
                    <Spinner /> {cause.requested} being tried
                  </Badge>
                )}
              </p>
              <p className="text-[13px] text-muted">
                {cause.kindTitle} · most recently {relativeTime(cause.lastAt, now)}
              </p>
            </div>
            <div className="flex flex-wrap gap-2">
              <Button
                size="sm"
                variant="ghost"
                aria-pressed={isChosen}
                aria-label={`${isChosen ? 'Show all' : 'Show'}: ${nameOf(cause)}`}
                onClick={() => onChoose(cause)}
              >
                {isChosen ? 'Show all' : 'Show'}
              </Button>
              {mayReplay && cause.open > 0 && (
                <>
                  <Button
                    size="sm"
                    variant="ghost"
                    aria-label={`Dismiss all: ${nameOf(cause)}`}
                    onClick={() => onSettle({ action: 'dismiss', cause })}
                  >
                    Dismiss all
                  </Button>
                  {cause.canReplay && (
                    <Button
                      size="sm"
                      aria-label={`Try all again: ${nameOf(cause)}`}
                      onClick={() => onSettle({ action: 'replay', cause })}
                    >
                      <RotateCw aria-hidden /> Try all again
                    </Button>
                  )}
                </>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

const nameOf = ({ title, kindTitle }: Cause) => `${title}, ${kindTitle}`;
