import { cn } from '../../../shared/lib/cn.ts';
import { countText, durationText, shareText } from '../../analytics/number-text.ts';
import { stepProblemText } from '../panels/step-problem.ts';
import type { NodeNumbers } from '../document/step-numbers.ts';

/** From here on a step loses so many people that one should look at it. */
const MANY = 0.2;

/** On a card: how many came, stand here, and were lost, with a bar of those lost. */
export function StepCounts({ numbers }: { numbers: NodeNumbers }) {
  const { visits, here, dropped, droppedShare, medianSeconds, problems } = numbers;
  const isMany = droppedShare >= MANY;
  return (
    <div className="mx-3 mb-2 rounded-md bg-surface-2 px-2 py-1.5 text-xs tabular-nums">
      <p className="flex gap-2">
        <span className="font-semibold">
          {countText(visits)} {visits === 1 ? 'visit' : 'visits'}
        </span>
        {here > 0 && <span className="text-info">{countText(here)} here now</span>}
        {medianSeconds !== null && medianSeconds >= 1 && (
          <span className="ml-auto text-muted" title="Median time between coming and going">
            {durationText(medianSeconds)}
          </span>
        )}
      </p>
      {dropped > 0 && (
        <>
          <p className={cn('mt-0.5', isMany ? 'font-semibold text-danger' : 'text-muted')}>
            {countText(dropped)} stopped here ({shareText(droppedShare)})
          </p>
          <span aria-hidden className="mt-1 block h-1 overflow-hidden rounded-full bg-surface-3">
            <span
              className={cn('block h-full', isMany ? 'bg-danger' : 'bg-border-strong')}
              style={{ width: `${droppedShare * 100}%` }}
            />
          </span>
        </>
      )}
      {Object.entries(problems).map(([code, count]) => (
        <p key={code} className="mt-0.5 text-danger">
          {countText(count)}× {stepProblemText(code)}
        </p>
      ))}
    </div>
  );
}
