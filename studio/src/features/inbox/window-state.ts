import { countdown } from '../../shared/lib/time.ts';

export interface WindowState {
  /** `soon`: less than 4 hours are left; `closing`: less than one. */
  level: 'open' | 'soon' | 'closing' | 'closed';
  /** Time left in words; null when closed. */
  left: string | null;
  label: string;
}

/** What may be written, and when that changes; null while the end of the window is far away. */
export function windowAdvice(level: WindowState['level'], name: string, hasWritten: boolean): string | null {
  switch (level) {
    case 'open':
      return null;
    case 'soon':
    case 'closing':
      return `After that only approved templates reach ${name}, until they write again.`;
    case 'closed':
      return hasWritten
        ? `The 24-hour window is closed: only approved templates reach ${name}, until they write again.`
        : `${name} has not written to you yet: until then only approved templates reach them.`;
  }
}

const HOUR_MS = 3_600_000;

/** WhatsApp lets a business write freely for 24 hours after the person's last message. */
export function windowState(expiresAt: string | null, now: Date): WindowState {
  const left = expiresAt === null ? null : countdown(expiresAt, now);
  if (expiresAt === null || left === null) {
    return { level: 'closed', left: null, label: 'The 24-hour window is closed' };
  }
  const leftMs = new Date(expiresAt).getTime() - now.getTime();
  const level = leftMs < HOUR_MS ? 'closing' : leftMs < 4 * HOUR_MS ? 'soon' : 'open';
  return { level, left, label: `The 24-hour window is open for ${left}` };
}
