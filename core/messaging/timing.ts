/** Durations of one send, shared by everyone who must agree on them. */

/** A POST to the Cloud API never takes longer: connect, TLS and answer included. */
export const SEND_TIMEOUT_MS = 15_000;
/** The lease on a message outlives the POST it covers; when it has expired without an outcome, the outcome is unknown. */
export const SEND_LEASE_MS = SEND_TIMEOUT_MS + 10_000;
/** A message that can't go out is given up after this time. */
export const SEND_GIVE_UP_MS = 24 * 60 * 60 * 1000;
