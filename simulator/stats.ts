/** How many callback values are remembered for finding doubles: more than the longest benchmark sends. */
const REMEMBERED_CALLBACKS = 1_000_000;
const SAMPLED_DUPLICATES = 20;

/** Counters behind GET /_sim/stats. */
export class Stats {
  accepted = 0;
  duplicates = 0;
  peakPerSecond = 0;
  readonly rejected: Record<string, number> = {};
  readonly webhooks = { sent: 0, failed: 0, retried: 0, dropped: 0 };
  readonly duplicateSamples: string[] = [];
  readonly #callbacks = new Set<string>();
  #second = 0;
  #inSecond = 0;

  /** Counts an accepted send; a callback value seen before is a double send of the client. */
  countAccepted(callbackData: string | undefined, nowMs: number): void {
    this.accepted += 1;
    const second = Math.floor(nowMs / 1000);
    this.#inSecond = second === this.#second ? this.#inSecond + 1 : 1;
    this.#second = second;
    if (this.#inSecond > this.peakPerSecond) this.peakPerSecond = this.#inSecond;
    if (callbackData === undefined) return;
    if (this.#callbacks.has(callbackData)) {
      this.duplicates += 1;
      if (this.duplicateSamples.length < SAMPLED_DUPLICATES) this.duplicateSamples.push(callbackData);
      return;
    }
    this.#callbacks.add(callbackData);
    if (this.#callbacks.size > REMEMBERED_CALLBACKS) {
      for (const oldest of this.#callbacks) {
        this.#callbacks.delete(oldest);
        break;
      }
    }
  }

  countRejected(code: number): void {
    this.rejected[code] = (this.rejected[code] ?? 0) + 1;
  }
}
