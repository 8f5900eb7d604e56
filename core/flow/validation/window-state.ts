/** How old the person's last message can be at one step, and how such states meet and grow. */

const HOUR_MS = 60 * 60 * 1000;
export const DAY_MS = 24 * HOUR_MS;
export const WINDOW_MS = DAY_MS;

/** What holds on entering a node on the worst of all paths. */
export interface WindowState {
  /** The most time that waits take up since the counting began, at most WINDOW_MS. */
  elapsedMs: number;
  /** The most time for which messages on the way can have been held back, on top of that. */
  heldMs: number;
  /** Where the counting began: at a message of the person, at a window check, or at an unknown moment. */
  since: 'inbound' | 'check' | 'unknown';
  /** A message sent now may be one that doesn't answer the person, so that rules can hold it back. */
  isUnasked: boolean;
  /** Time may have passed since the last message went out, so that it may be night by now. */
  maybeQuiet: boolean;
}

const CERTAINTY = { inbound: 0, check: 1, unknown: 2 };

/** After a message of the person. */
export const FRESH: WindowState = {
  elapsedMs: 0,
  heldMs: 0,
  since: 'inbound',
  isUnasked: false,
  maybeQuiet: false,
};

/**
 * Far above every time that is counted. A called flow that is entered at this mark shows what it adds to the times of its
 * caller: what comes out above the mark. What comes out below was counted inside alone.
 */
export const MARK_MS = 100 * 365 * DAY_MS;

/** A time of the caller after a called flow that shows `fromMark` when it is entered at the mark. */
export function added(ms: number, fromMark: number, limitMs: number): number {
  return fromMark < MARK_MS ? 0 : Math.max(ms, capped(ms + fromMark - MARK_MS, limitMs));
}

export function capped(ms: number, limitMs: number): number {
  return Math.min(ms, ceiling(ms, limitMs));
}

/** The most that a time can come to. */
export function ceiling(ms: number, limitMs: number): number {
  return ms < MARK_MS ? limitMs : MARK_MS + limitMs;
}

export function join(a: WindowState, b: WindowState): WindowState {
  return {
    elapsedMs: Math.max(a.elapsedMs, b.elapsedMs),
    heldMs: Math.max(a.heldMs, b.heldMs),
    since: CERTAINTY[a.since] >= CERTAINTY[b.since] ? a.since : b.since,
    isUnasked: a.isUnasked || b.isUnasked,
    maybeQuiet: a.maybeQuiet || b.maybeQuiet,
  };
}

export function isSame(a: WindowState, b: WindowState): boolean {
  return (
    a.elapsedMs === b.elapsedMs &&
    a.heldMs === b.heldMs &&
    a.since === b.since &&
    a.isUnasked === b.isUnasked &&
    a.maybeQuiet === b.maybeQuiet
  );
}
