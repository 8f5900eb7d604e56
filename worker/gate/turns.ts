/** Work of which only so much goes on at once in a process; the rest waits, in order. */
export function createTurns(atOnce: number) {
  const waiting: (() => void)[] = [];
  let free = atOnce;

  return async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (free > 0) free -= 1;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // A turn is handed on: whoever comes in between doesn't take it.
      if (next) next();
      else free += 1;
    }
  };
}
