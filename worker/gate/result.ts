/** What the gate tells its callers. Classes are those of the error catalogue; the gate's own refusals are `permanent`. */
export type GateResult =
  | { kind: 'settled'; status: string; error: { code: string; title: string; class: string } | null }
  /** Not now: no budget (`noBudget`), a refusal by Meta that may pass (`error` says which), or another copy of this call is sending. */
  | { kind: 'deferred'; retryInMs: number; noBudget?: true; error?: { code: string; class: string } }
  /** The run's next turn ends it, and takes the message back. */
  | { kind: 'runIsToEnd' };
