import type { StepInput, StepOutcome } from '../contract.ts';
import { deadlineAfter } from '../shared/duration.ts';
import type { DelayData } from './manifest.ts';

export function advance(data: DelayData, input: StepInput): StepOutcome {
  switch (input.event.kind) {
    case 'entered':
      return { kind: 'delay', until: deadlineAfter(input.now, data.durationMs) };
    case 'deadline':
      return { kind: 'leave', port: 'next' };
    case 'reply':
    case 'sent':
    case 'sendFailed':
      return { kind: 'keepWaiting' };
  }
}
