import type { StepFault, StepInput, StepOutcome } from '../contract.ts';
import { deadlineAfter } from '../shared/duration.ts';
import { MAX_DURATION_MS } from '../shared/limits.ts';
import { DEFAULT_BUSINESS_HOURS, nextOpening } from '../shared/time-business-hours.ts';
import { asBusinessHours } from '../shared/time-fields.ts';
import { nextTimeOfDay } from '../shared/time-next.ts';
import { clockMsOf } from '../shared/time-of-day.ts';
import { dateOfDelay } from './date.ts';
import type { DateDelay, DelayData } from './manifest.ts';

export function advance(data: DelayData, input: StepInput): StepOutcome {
  switch (input.event.kind) {
    case 'entered':
      return begin(data, input);
    case 'deadline':
      return { kind: 'leave', port: 'next' };
    default:
      return { kind: 'keepWaiting' };
  }
}

function begin(data: DelayData, input: StepInput): StepOutcome {
  switch (data.mode) {
    case 'duration':
      return { kind: 'delay', until: deadlineAfter(input.now, data.durationMs) };
    case 'date':
      return untilDate(data, input);
    case 'local-time': {
      const clockMs = clockMsOf(data.time);
      const next = clockMs === null ? null : nextTimeOfDay(input.now, clockMs, data.weekdays, input.timeZone);
      return next === null
        ? fault('no_time', 'The step names no time of day or no weekday.')
        : { kind: 'delay', until: next.toISOString() };
    }
    case 'business-hours': {
      const hours = data.hours
        ? asBusinessHours(data.hours)
        : (input.businessHours ?? DEFAULT_BUSINESS_HOURS);
      const opening = nextOpening(hours, input.now, input.organizationTimeZone);
      // While it is open this is `now`: a wait all the same, so that a loop over this step can't run away.
      return opening === null
        ? fault('never_open', 'The opening times have no opening within a year.')
        : { kind: 'delay', until: opening.toISOString() };
    }
  }
}

function untilDate(data: DateDelay, input: StepInput): StepOutcome {
  const date = dateOfDelay(data, input);
  if ('problem' in date) return { kind: 'fault', fault: date.problem };
  const waitMs = date.at.getTime() - input.now.getTime();
  if (waitMs <= 0) return { kind: 'leave', port: 'past' };
  return waitMs > MAX_DURATION_MS
    ? fault('date_too_far', 'The date is more than 365 days away.')
    : { kind: 'delay', until: date.at.toISOString() };
}

function fault(code: StepFault['code'], message: string): StepOutcome {
  return { kind: 'fault', fault: { code, message } };
}
