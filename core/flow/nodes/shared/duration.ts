const UNITS = [
  { name: 'day', ms: 24 * 60 * 60 * 1000 },
  { name: 'hour', ms: 60 * 60 * 1000 },
  { name: 'minute', ms: 60 * 1000 },
  { name: 'second', ms: 1000 },
] as const;

/** A duration in words, at most its two largest units: `1 day 2 hours`. */
export function durationInWords(durationMs: number): string {
  const parts: string[] = [];
  let restMs = durationMs;
  for (const unit of UNITS) {
    const count = Math.floor(restMs / unit.ms);
    restMs -= count * unit.ms;
    if (count > 0 && parts.length < 2) parts.push(`${count} ${unit.name}${count === 1 ? '' : 's'}`);
  }
  return parts.length === 0 ? 'no time' : parts.join(' ');
}

/** The moment `durationMs` after `now`, RFC 3339 in UTC. */
export function deadlineAfter(now: Date, durationMs: number): string {
  return new Date(now.getTime() + durationMs).toISOString();
}

/** The deadline of a wait that may be endless. */
export function deadlineOrNever(now: Date, timeoutMs: number | null): string | null {
  return timeoutMs === null ? null : deadlineAfter(now, timeoutMs);
}
