export const durationUnits = [
  { id: 'days', label: 'days', ms: 86_400_000 },
  { id: 'hours', label: 'hours', ms: 3_600_000 },
  { id: 'minutes', label: 'minutes', ms: 60_000 },
  { id: 'seconds', label: 'seconds', ms: 1_000 },
] as const;

export type DurationUnit = (typeof durationUnits)[number]['id'];

/** The largest unit that leaves a whole number: 5,400,000 ms is 90 minutes, not 1.5 hours. */
export function splitDuration(durationMs: number): { count: number; unit: DurationUnit } {
  for (const { id, ms } of durationUnits) {
    if (durationMs > 0 && durationMs % ms === 0) return { count: durationMs / ms, unit: id };
  }
  return { count: Math.round(durationMs / 1_000), unit: durationMs === 0 ? 'minutes' : 'seconds' };
}

export function joinDuration(count: number, unit: DurationUnit): number {
  const { ms } = durationUnits.find((one) => one.id === unit) ?? durationUnits[2];
  return Math.round(count * ms);
}
