/** Times leave as RFC 3339 in UTC. */
export function toTime(at: Date): string {
  return at.toISOString();
}

export function toTimeOrNull(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}
