/**
 * The state of a message and which state wins. Webhooks arrive late, twice and out of order, so a status is applied
 * only when its rank is higher than the stored one. `failed` ranks above `sent` (Meta may give up after sending) and
 * below `delivered`: who has the message has it, whatever is reported later.
 */
export const statusRanks = {
  /** Waits for its turn. */
  queued: 0,
  /** Committed before the POST. */
  sending: 10,
  /** The POST's outcome can't be known; a status with our id resolves it. */
  unknown: 15,
  /** Accepted but held by Meta (template pacing). */
  held: 20,
  sent: 30,
  failed: 40,
  delivered: 50,
  read: 60,
  /** A voice note was listened to. */
  played: 70,
} as const;

export type MessageStatus = keyof typeof statusRanks;

/** The rank of a status name as Meta writes it; null for a name we don't know, which is kept as an event only. */
export function statusRank(status: string): number | null {
  return Object.hasOwn(statusRanks, status) ? statusRanks[status as MessageStatus] : null;
}

/** Whether `next` may replace `current`. Only the gate may go back, from `sending` to `queued`, and it doesn't ask here. */
export function raisesStatus(current: MessageStatus, next: MessageStatus): boolean {
  return statusRanks[next] > statusRanks[current];
}
