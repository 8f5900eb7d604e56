/**
 * The customer service window: for 24 hours after a person's last message to a number, that number may answer freely;
 * outside of it only with templates. One window per number and person.
 */

export const WINDOW_LENGTH_MS = 24 * 60 * 60_000;

/**
 * A send close to the end may reach Meta after it. The gate checks right before its POST, so that the margin only has
 * to cover one request.
 */
export const WINDOW_SAFETY_MS = 20_000;

/** So long before its end a window is about to close: time enough for a person to answer a last question. */
export const WINDOW_CLOSING_MS = 2 * 60 * 60_000;

/** When the window that this message opened closes; null when the person never wrote. */
export function windowExpiresAt(lastInboundAt: Date | null): Date | null {
  return lastInboundAt === null ? null : new Date(lastInboundAt.getTime() + WINDOW_LENGTH_MS);
}

/** Whether free-form messages may go out at `now`. `safetyMs` before its end the window counts as closed. */
export function isWindowOpen(
  expiresAt: Date | null,
  now: Date,
  safetyMs: number = WINDOW_SAFETY_MS,
): boolean {
  return expiresAt !== null && now.getTime() < expiresAt.getTime() - safetyMs;
}

/** The later of two inbound times: webhooks come late and out of order, and an old one must not shorten the window. */
export function latestInbound(known: Date | null, next: Date): Date {
  return known !== null && known.getTime() >= next.getTime() ? known : next;
}
