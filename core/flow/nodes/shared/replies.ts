/** What nodes that wait for an answer have in common: their ports and their clock. */
import type { PortId } from '../../basics.ts';
import { FAILED_PORT } from '../contract.ts';
import type { Port, PortClock } from '../contract.ts';

export const NO_REPLY_PORT = 'no-reply';

/** Without a time-out the port is never used, so leaving it open is fine. */
export function noReplyPort(timeoutMs: number | null): Port {
  return { id: NO_REPLY_PORT, label: 'No reply', ...(timeoutMs === null ? { optional: true } : {}) };
}

export function answerClock(port: PortId, timeoutMs: number | null): PortClock {
  if (port === FAILED_PORT) return { kind: 'instant' };
  if (port === NO_REPLY_PORT) return { kind: 'elapsed', ms: timeoutMs ?? 0 };
  return { kind: 'inbound' };
}
