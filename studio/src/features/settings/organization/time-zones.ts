/** The zones this browser knows, and the chosen one, which another browser may have known by another name. */
export function zonesWith(chosen: string): string[] {
  return [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), chosen])].sort();
}

/** "Mon 14:05" as the clock there shows it. */
export function timeIn(timeZone: string, now: Date): string {
  const options = { weekday: 'short', hour: '2-digit', minute: '2-digit' } as const;
  try {
    return now.toLocaleString(undefined, { ...options, timeZone });
  } catch {
    // A zone that this browser doesn't know.
    return now.toLocaleString(undefined, { ...options, timeZone: 'UTC' });
  }
}
