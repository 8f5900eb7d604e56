/** Weights in the same proportions that total 100; all the same when there are none. The largest remainders get the rest. */
export function weightsOf100(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = weights.map((weight) => (total === 0 ? 100 / weights.length : (weight * 100) / total));
  const whole = shares.map(Math.floor);
  const byRemainder = shares
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  const missing = weights.length === 0 ? 0 : 100 - whole.reduce((sum, share) => sum + share, 0);
  for (const { index } of byRemainder.slice(0, missing)) whole[index] = (whole[index] ?? 0) + 1;
  return whole;
}
