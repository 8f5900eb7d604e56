/** Whether a message that the person doesn't expect must wait: quiet hours and the frequency cap of the flow's rules. */
import type { FlowRules } from './document.ts';
import { quietHoursEnd } from './nodes/shared/quiet-hours.ts';
import type { Facts, RunWait } from './run.ts';

export interface Hold {
  wait: Omit<Extract<RunWait, { kind: 'delay' }>, 'nodeId'>;
  /** Code for the trace. */
  problem: 'quiet_hours' | 'frequency_cap';
}

export function holdUntil(rules: FlowRules, facts: Facts, now: Date): Hold | null {
  const { quietHours, frequencyCap } = rules;
  const timeZone = facts.contact.timeZone ?? facts.organization?.timeZone ?? 'UTC';
  const quietEnd = quietHours === null ? null : quietHoursEnd(now, quietHours, timeZone);
  if (quietEnd !== null) {
    return {
      problem: 'quiet_hours',
      wait: { kind: 'delay', hold: 'quietHours', until: quietEnd.toISOString() },
    };
  }
  const oldest = frequencyCap === null ? undefined : facts.unaskedSendsAt?.[frequencyCap.max - 1];
  if (frequencyCap === null || oldest === undefined) return null;
  const freeAtMs = Date.parse(oldest) + frequencyCap.periodMs;
  if (!(freeAtMs > now.getTime())) return null;
  const until = new Date(freeAtMs).toISOString();
  return { problem: 'frequency_cap', wait: { kind: 'delay', hold: 'frequencyCap', until } };
}
