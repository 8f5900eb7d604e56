/** Waiting with a limit, for loops that poll and can be woken. */

export interface Bell {
  /** Ends the current wait, or the next one when nobody waits. Many rings while nobody waits are one. */
  ring(): void;
  /** Until a ring, at most `maxMs`. */
  wait(maxMs: number): Promise<void>;
}

export function createBell(): Bell {
  let rung = false;
  let waiting: (() => void) | null = null;
  return {
    ring() {
      rung = true;
      waiting?.();
    },
    async wait(maxMs: number) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, maxMs);
          waiting = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      rung = false;
      waiting = null;
    },
  };
}
