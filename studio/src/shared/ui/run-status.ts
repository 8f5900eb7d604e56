import type { FlowRun } from '../../../../core/api/schemas.ts';
import type { BadgeTone } from './badge.tsx';

const texts: Record<FlowRun['status'], { label: string; tone: BadgeTone }> = {
  running: { label: 'Running', tone: 'info' },
  waiting: { label: 'Waiting', tone: 'info' },
  needsAttention: { label: 'Needs attention', tone: 'danger' },
  completed: { label: 'Completed', tone: 'primary' },
  exited: { label: 'Ended early', tone: 'neutral' },
  failed: { label: 'Failed', tone: 'danger' },
};

export function runStatusText(status: FlowRun['status']): { label: string; tone: BadgeTone } {
  return texts[status];
}
