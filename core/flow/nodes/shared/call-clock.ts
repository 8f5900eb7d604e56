/** How long a step that makes a call may take, for the rules about time. */
import type { PortClock } from '../contract.ts';

/** The longest pause between two attempts, whatever the other side asks for. */
export const MAX_CALL_PAUSE_MS = 60_000;

export const CALL_LIMITS = {
  /** Milliseconds for one attempt. */
  minTimeoutMs: 1_000,
  maxTimeoutMs: 30_000,
  attempts: 5,
} as const;

/** At most: every attempt runs into its time-out, and every pause is the longest. */
export function callClock({ timeoutMs, attempts }: { timeoutMs: number; attempts: number }): PortClock {
  return { kind: 'elapsed', ms: attempts * timeoutMs + (attempts - 1) * MAX_CALL_PAUSE_MS, isWork: true };
}
