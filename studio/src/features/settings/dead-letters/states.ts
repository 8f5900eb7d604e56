import type { DeadLetter } from '../../../../../core/api/dead-letters.ts';
import type { BadgeTone } from '../../../shared/ui/badge.tsx';

interface StateWords {
  /** In a list. */
  label: string;
  /** Over many, in the filter. */
  title: string;
  tone: BadgeTone;
}

export const letterStates: Record<DeadLetter['state'], StateWords> = {
  open: { label: 'Failed', title: 'Waiting for you', tone: 'danger' },
  requested: { label: 'Trying again', title: 'Being tried again', tone: 'info' },
  replayed: { label: 'Done', title: 'Tried again and done', tone: 'primary' },
  dismissed: { label: 'Dismissed', title: 'Dismissed', tone: 'neutral' },
  impossible: { label: 'Lost', title: 'Can’t be tried any more', tone: 'warn' },
};

/** Nothing went wrong with these: they are for whoever wants to know. */
export function isOnlyKept({ cause }: { cause: string }): boolean {
  return cause === 'kept';
}
