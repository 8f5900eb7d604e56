import type { Schedule } from '../../../../../../core/flow/nodes/schedule-trigger/manifest.ts';
import { useNow } from '../../../../shared/lib/use-now.ts';
import { nextTimesInWords } from './times-in-words.ts';

export function NextTimes({ schedule, timeZone }: { schedule: Schedule; timeZone: string }) {
  const times = nextTimesInWords(schedule, timeZone, useNow('halfMinute'), 3);
  return (
    <div className="rounded-lg bg-surface-2 px-3 py-2 text-xs" aria-live="polite">
      <p className="font-medium">{times.length === 0 ? 'It doesn’t start any more' : 'Starts next'}</p>
      <ul className="text-muted">
        {times.map((time) => (
          <li key={time}>{time}</li>
        ))}
      </ul>
    </div>
  );
}
