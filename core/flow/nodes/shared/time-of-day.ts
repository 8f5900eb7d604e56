import { HOUR_MS, MINUTE_MS } from './time-zone.ts';

/** `HH:MM` from `00:00` to `23:59`; as the end of a range also `24:00`. */
export const TIME_OF_DAY_PATTERN = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

/** Milliseconds after midnight, null when the text is no `HH:MM`. */
export function clockMsOf(text: string): number | null {
  const match = TIME_OF_DAY_PATTERN.exec(text);
  if (!match) return null;
  return match[1] === undefined ? 24 * HOUR_MS : Number(match[1]) * HOUR_MS + Number(match[2]) * MINUTE_MS;
}
