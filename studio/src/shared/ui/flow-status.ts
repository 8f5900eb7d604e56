import type { FlowSummary } from '../../../../core/api/schemas.ts';
import type { BadgeTone } from './badge.tsx';

export interface StatusText {
  label: string;
  tone: BadgeTone;
}

/** The one thing to know about a flow first. Problems of a live flow concern its draft, so "live" stays in sight. */
export function flowStatusText(
  flow: Pick<FlowSummary, 'status' | 'publishedVersion' | 'hasUnpublishedChanges'>,
): StatusText {
  switch (flow.status) {
    case 'archived':
      return { label: 'Archived', tone: 'neutral' };
    case 'paused':
      return { label: 'Paused', tone: 'warn' };
    case 'draft':
      return { label: 'Draft', tone: 'neutral' };
    case 'live':
      return flow.hasUnpublishedChanges
        ? { label: `Live v${flow.publishedVersion ?? '?'} + unpublished changes`, tone: 'info' }
        : { label: `Live v${flow.publishedVersion ?? '?'}`, tone: 'primary' };
  }
}

/** "2 problems, 1 warning"; null when there are none. */
export function problemText(problems: FlowSummary['problems']): string | null {
  const parts = [count(problems.errors, 'problem'), count(problems.warnings, 'warning')].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : null;
}

function count(number: number, noun: string): string {
  return number === 0 ? '' : `${number} ${noun}${number === 1 ? '' : 's'}`;
}
