import { Info } from 'lucide-react';
import type { ManualEntry } from '../../../../core/api/schemas.ts';
import { reentryText } from './reentry-text.ts';

/** What to know before people are enrolled. */
export function EntryNote({ entry }: { entry: ManualEntry }) {
  return (
    <div role="note" className="flex gap-2.5 rounded-lg bg-surface-2 px-3 py-2.5 text-[13px]">
      <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
      <div className="space-y-1">
        <p>{reentryText(entry)}</p>
        <p className="text-muted">Who hasn’t written in the last 24 hours can only get templates.</p>
      </div>
    </div>
  );
}
