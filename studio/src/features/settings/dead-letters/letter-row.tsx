import { ChevronRight } from 'lucide-react';
import type { DeadLetter } from '../../../../../core/api/dead-letters.ts';
import { fullTime, listTime } from '../../../shared/lib/time.ts';
import { useNow } from '../../../shared/lib/use-now.ts';
import { Badge } from '../../../shared/ui/badge.tsx';
import { isOnlyKept, letterStates } from './states.ts';

export function LetterRow({ letter, onOpen }: { letter: DeadLetter; onOpen: () => void }) {
  const now = useNow('halfMinute');
  const { label, tone } = letterStates[letter.state];
  const isHarmless = letter.state === 'open' && isOnlyKept(letter);
  return (
    <li className="border-b border-border last:border-b-0">
      <button
        type="button"
        onClick={onOpen}
        className="flex w-full items-center gap-3 px-4 py-2.5 text-left transition-colors hover:bg-surface-2"
      >
        <span className="min-w-0 flex-1">
          <span className="block truncate text-sm font-medium">{letter.kindTitle}</span>
          <span className="block truncate text-[13px] text-muted">
            {letter.title}
            {letter.attempts > 1 && `, ${letter.attempts} times`}
          </span>
        </span>
        <Badge tone={isHarmless ? 'neutral' : tone}>{isHarmless ? 'Kept' : label}</Badge>
        <time
          dateTime={letter.lastFailedAt}
          title={fullTime(letter.lastFailedAt)}
          className="w-16 shrink-0 text-right whitespace-nowrap text-[13px] text-muted tabular-nums"
        >
          {listTime(letter.lastFailedAt, now)}
        </time>
        <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
      </button>
    </li>
  );
}
