import { expect, it } from 'vitest';
import { createTurns } from './turns.ts';

it('lets so many work at once, in order, and goes on after failures', async () => {
  const inTurn = createTurns(2);
  const begun: number[] = [];
  let now = 0;
  let most = 0;
  const all = Array.from({ length: 7 }, (_, n) =>
    inTurn(async () => {
      begun.push(n);
      most = Math.max(most, ++now);
      await new Promise((done) => void setImmediate(done));
      now -= 1;
      if (n % 3 === 0) throw new Error(`${n}`);
      return n;
    }),
  );
  const settled = await Promise.allSettled(all);
  expect(settled.map(({ status }) => status === 'fulfilled')).toEqual(
    [0, 1, 2, 3, 4, 5, 6].map((n) => n % 3 !== 0),
  );
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(most).toBe(2);
});
