/**
 * The pause that a server asks for: `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3).
 * @returns milliseconds from `now`; null when there is no such header or it makes no sense
 */
export function retryAfterMs(header: string | undefined, now = new Date()): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  // NOTE: dates have letters; without them the engine's parser would take nearly anything for one.
  if (!/^[A-Za-z]{3,9},? /.test(text)) return null;
  const at = Date.parse(text);
  return Number.isFinite(at) ? Math.max(0, at - now.getTime()) : null;
}
