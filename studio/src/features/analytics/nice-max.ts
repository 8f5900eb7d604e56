const STEPS = [1, 2, 4, 6, 8, 10];

/** The end of an axis: a round number that is not less, whose half is a whole one; at least 2. */
export function niceMax(value: number): number {
  if (!(value > 2)) return 2;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = STEPS.find((one) => one * power >= value && (one * power) % 2 === 0);
  return (step ?? 10) * power;
}
