/** What the gate tells its callers. */
export type GateResult =
  | { kind: 'settled'; status: string; error: { code: string; title: string } | null }
  /** Not now: no budget, a transient refusal, or another copy of this call is sending. */
  | { kind: 'deferred'; retryInMs: number }
  /** The run's next turn ends it, and takes the message back. */
  | { kind: 'runIsToEnd' };
